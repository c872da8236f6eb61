/** The functions that are conditions on the body of a write: isset(@request.data.x) and changed(x). */
import type { ExpressionOf } from './ast';
import { hasBody, type Place } from './checker';
import type { Condition } from './condition';
import { LanguageError } from './language-error';
import { checkRequestValue } from './request-value';
import { resolvePath } from './resolve-path';
import { isName } from './json-path';
import { describe } from './value-type';

export const BODY_FUNCTIONS = ['isset', 'changed'] as const;
export type BodyFunction = (typeof BODY_FUNCTIONS)[number];

export function bodyFunction(name: string): BodyFunction | undefined {
  return BODY_FUNCTIONS.find((candidate) => candidate === name.toLowerCase());
}

export function checkBodyFunction(name: BodyFunction, call: ExpressionOf<'call'>, place: Place): Condition {
  if (!hasBody(place)) {
    throw new LanguageError('UNKNOWN_NAME', call.offset, `${name}(…) can be used only in create and update rules`);
  }
  const [arg, ...rest] = call.args;
  if (name === 'isset') {
    if (arg?.kind !== 'request' || arg.names[0] !== 'data' || rest.length > 0) {
      throw new LanguageError('TYPE', call.offset, 'isset(…) takes one value of the body: isset(@request.data.title)');
    }
    checkRequestValue(arg, place);
    return { kind: 'isset', name: arg.names[1]! };
  }
  const column = arg?.kind === 'path' && isName(arg) ? resolvePath(arg, place).column : null;
  if (column === null || typeof column === 'string' || rest.length > 0) {
    const found = arg === undefined || rest.length > 0 ? '' : `, not ${describe(arg)}`;
    throw new LanguageError('TYPE', call.offset, `changed(…) takes one field of the row: changed(status)${found}`);
  }
  if (column.type === 'computed') {
    const message = `'${column.name}' is computed, so that no write changes it; ask for the fields that it is made of`;
    throw new LanguageError('TYPE', call.offset, message);
  }
  return { kind: 'changed', field: column };
}
