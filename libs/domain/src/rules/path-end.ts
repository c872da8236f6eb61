/** What a path comes to at its end. */
import type { Collection, Field } from '#domain/schema/collection';
import { isList } from '#domain/schema/field-storage';
import { isToSeveral } from './back-relation';
import type { ComputedOf } from './checker';
import type { ColumnOperand, PathStep, ValueType } from './condition';
import { assertBounded } from './json-path';
import type { JsonStep } from './json-step';
import { LanguageError } from './language-error';
import { computedIn } from './own-column';

export function records(path: readonly PathStep[], back: PathStep | 'closed'): ColumnOperand {
  if (back === 'closed') return { ...nowhere(path), many: true, records: true };
  return { kind: 'column', type: 'text', path: [...path, back], column: 'id', many: true, records: true };
}

export function endAt(
  column: Field | string,
  type: ValueType,
  path: readonly PathStep[],
  collection: Collection | null,
  computedOf: ComputedOf,
): ColumnOperand {
  const computed = collection === null ? {} : computedIn(collection, column, computedOf);
  const many = path.some(isToSeveral) || (typeof column !== 'string' && isList(column));
  return { kind: 'column', type, path, column, many, ...computed };
}

export function endInside(
  column: Field,
  inside: readonly JsonStep[],
  path: readonly PathStep[],
  offset: number,
): ColumnOperand {
  assertBounded(inside, offset);
  const many = path.some(isToSeveral) || inside.includes(null);
  return { kind: 'column', type: 'json', path, column, many, inside };
}

export function isJson(column: Field | string): column is Field {
  return typeof column !== 'string' && column.type === 'json';
}

export function nothingInside(name: string, type: string, offset: number): LanguageError {
  const problem = `'${name}' is ${type}; only in json fields are there members and elements to ask for`;
  return new LanguageError('TYPE', offset, problem);
}

export function nowhere(path: readonly PathStep[]): ColumnOperand {
  return { kind: 'column', type: 'text', path, column: 'id', many: path.some(isToSeveral), leadsNowhere: true };
}
