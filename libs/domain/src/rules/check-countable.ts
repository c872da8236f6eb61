import { isList } from '#domain/schema/field-storage';
import { isToSeveral } from './back-relation';
import type { Expression } from './ast';
import type { Checker } from './checker';
import type { Operand } from './condition';
import { LanguageError } from './language-error';
import { describe, isMany, isNullLiteral } from './value-type';

/** A text, a json array, or a list that belongs to one row. */
export function checkCountable(arg: Expression, checker: Checker): Operand {
  const operand = checker.operand(arg);
  if (isCountable(operand)) return operand;
  throw new LanguageError(
    'TYPE',
    arg.offset,
    `length(…) takes a text, a json field or a list of the row, not ${describe(arg)}`,
  );
}

function isCountable(operand: Operand): boolean {
  if (operand.kind === 'data' && (operand.list || operand.type === 'json')) return true;
  if (operand.kind === 'column' && typeof operand.column !== 'string') {
    const { type } = operand.column;
    if (type === 'json') return !operand.many;
    if (isList(operand.column)) return !operand.path.some(isToSeveral);
  }
  return operand.type === 'text' && !isMany(operand) && !isNullLiteral(operand);
}
