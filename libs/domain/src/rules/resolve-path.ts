/** Finds what a dotted name means: a column of the row, or of a row that relations lead to. */
import type { Collection, Field } from '#domain/schema/collection';
import { FIELD_TYPES } from '#domain/schema/field-types';
import type { ExpressionOf } from './ast';
import { backRelation } from './back-relation';
import { columnsOf, isRule, type Place } from './checker';
import { type ColumnResolver, nameOf } from './column-resolver';
import type { ColumnOperand, PathStep, ValueType } from './condition';
import { isNever } from './is-true';
import type { JsonStep } from './json-step';
import { LanguageError } from './language-error';
import { endAt, endInside, isJson, nothingInside, nowhere, records } from './path-end';
import { typeOfColumn } from './column-type';

const MAX_PATH_HOPS = 4;
const USER_COLUMNS = ['id', 'email'];
const USER_ID_ALONE = ['id'];

/** What is read of a path: that of an expression, or of a name in another list. */
export type WrittenPath = Pick<ExpressionOf<'path'>, 'names' | 'steps' | 'offset'>;

/** The operand that a path stands for. Throws LanguageError when there is none. */
export function resolvePath({ names, steps = [], offset }: WrittenPath, place: Place): ColumnOperand {
  const path: PathStep[] = [];
  let collection: Collection | null = place.collection;
  for (const [at, name] of names.entries()) {
    const inside: readonly JsonStep[] = [...names.slice(at + 1), ...steps];
    let step = backFrom(name, collection, path, place);
    if (step !== null && inside.length === 0) return records(path, step);
    if (step === 'closed') return { ...nowhere(path), many: true };
    if (step === null) {
      const { column, type } = resolveColumn(name, collection, path, place, offset);
      if (inside.length === 0) return endAt(column, type, path, collection, place.computedOf);
      if (isJson(column)) return endInside(column, inside, path, offset);
      if (at === names.length - 1) throw nothingInside(name, type, offset);
      step = resolveStep(name, column, place, offset);
    }
    if (at === names.length - 1) throw nothingInside(name, 'a list of records', offset);
    if (at === MAX_PATH_HOPS) {
      throw new LanguageError('LIMIT', offset, `The path crosses more than ${MAX_PATH_HOPS} relations`);
    }
    path.push(step);
    if (step.visibleIf !== null && isNever(step.visibleIf)) return nowhere(path);
    collection = step.target;
  }
  throw new Error('A path without names');
}

/** A field that is called so goes before. */
function backFrom(
  name: string,
  collection: Collection | null,
  path: readonly PathStep[],
  place: Place,
): ReturnType<typeof backRelation> {
  if (collection === null || columnsAt(path, place).find(collection, name) !== undefined) return null;
  return backRelation(name, collection, place);
}

function resolveStep(name: string, column: Field | string, place: Place, offset: number): PathStep {
  const rows = typeof column === 'string' ? undefined : FIELD_TYPES[column.type].target?.rows;
  if (typeof column === 'string' || rows === undefined) {
    throw new LanguageError('TYPE', offset, `'${name}' is not a relation, so nothing can follow it`);
  }
  if (rows === 'users') return { field: column, target: null, visibleIf: null };
  const target = place.catalog.find(column.collection ?? '');
  if (target === undefined) {
    throw new LanguageError('UNKNOWN_NAME', offset, `'${name}' refers to a collection that does not exist`);
  }
  return { field: column, target, visibleIf: isRule(place) ? null : place.visibilityOf(target) };
}

function resolveColumn(
  name: string,
  collection: Collection | null,
  path: readonly PathStep[],
  place: Place,
  offset: number,
): { readonly column: Field | string; readonly type: ValueType } {
  if (collection === null) {
    const readable = userColumns(path, place);
    if (readable.includes(name)) return { column: name, type: 'text' };
    throw new LanguageError(
      'UNKNOWN_NAME',
      offset,
      `Of a user, only ${readable.join(' and ')} can be read, not '${name}'`,
    );
  }
  const columns = columnsAt(path, place);
  const column = columns.find(collection, name);
  if (column !== undefined) return { column, type: typeOfColumn(column) };
  const refusal = columns.refusalOf(collection, name);
  if (refusal !== null) throw new LanguageError('UNKNOWN_NAME', offset, refusal);
  // The caller of a filter may not be allowed to see the target of a relation, so its fields are not listed to them.
  const listed = isRule(place) || path.length === 0;
  const available = columns.all(collection).map(nameOf);
  throw new LanguageError(
    'UNKNOWN_NAME',
    offset,
    `Unknown field '${name}' of '${collection.name}'${listed ? ` (available: ${available.join(', ')})` : ''}`,
  );
}

function columnsAt(path: readonly PathStep[], place: Place): ColumnResolver {
  return path.length === 0 ? columnsOf(place) : columnsOf(place).related;
}

/** The collection that holds the user field is the one before the path's last step. */
function userColumns(path: readonly PathStep[], place: Place): readonly string[] {
  if (isRule(place)) return USER_COLUMNS;
  const holder = path.at(-2)?.target ?? place.collection;
  return place.showsUserDetails(holder) ? USER_COLUMNS : USER_ID_ALONE;
}
