/** Finds what a dotted name means: a column of the row, or of a row that relations lead to. */
import type { Collection, Field } from '#domain/schema/collection';
import { isList } from '#domain/schema/field-storage';
import { FIELD_TYPES } from '#domain/schema/field-types';
import { backRelation, isToSeveral } from './back-relation';
import { columnsOf, isRule, type Place } from './checker';
import { type ColumnResolver, nameOf } from './column-resolver';
import type { ColumnOperand, PathStep, ValueType } from './condition';
import { isNever } from './is-true';
import { LanguageError } from './language-error';
import { computedIn } from './own-column';
import { typeOfColumn } from './value-type';

const MAX_PATH_HOPS = 4;
const USER_COLUMNS = ['id', 'email'];
const USER_ID_ALONE = ['id'];

/** The operand that the names stand for. Throws LanguageError when there is none. */
export function resolvePath(names: readonly string[], place: Place, offset: number): ColumnOperand {
  const hops = names.slice(0, -1);
  if (hops.length > MAX_PATH_HOPS) {
    throw new LanguageError('LIMIT', offset, `The path crosses more than ${MAX_PATH_HOPS} relations`);
  }
  const path: PathStep[] = [];
  let collection: Collection | null = place.collection;
  for (const name of hops) {
    const step = resolveStep(name, collection, path, place, offset);
    if (step === 'closed') return { ...nowhere(path), many: true };
    path.push(step);
    if (step.visibleIf !== null && isNever(step.visibleIf)) return nowhere(path);
    collection = step.target;
  }
  const back = backFrom(names.at(-1)!, collection, path, place);
  if (back === 'closed') return { ...nowhere(path), many: true, records: true };
  if (back !== null)
    return { kind: 'column', type: 'text', path: [...path, back], column: 'id', many: true, records: true };
  const { column, type } = resolveColumn(names.at(-1)!, collection, path, place, offset);
  const computed = collection === null ? {} : computedIn(collection, column);
  const many = path.some(isToSeveral) || (typeof column !== 'string' && isList(column));
  return { kind: 'column', type, path, column, many, ...computed };
}

function nowhere(path: readonly PathStep[]): ColumnOperand {
  return { kind: 'column', type: 'text', path, column: 'id', many: path.some(isToSeveral), leadsNowhere: true };
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

function resolveStep(
  name: string,
  collection: Collection | null,
  path: readonly PathStep[],
  place: Place,
  offset: number,
): PathStep | 'closed' {
  const back = backFrom(name, collection, path, place);
  if (back !== null) return back;
  const { column } = resolveColumn(name, collection, path, place, offset);
  const rows = typeof column === 'string' ? undefined : FIELD_TYPES[column.type].target?.rows;
  if (typeof column === 'string' || rows === undefined) {
    const isJson = typeof column !== 'string' && column.type === 'json';
    const problem = isJson
      ? `'${name}' is json, which filters and rules do not look into; give what they ask for a field of its own`
      : `'${name}' is not a relation, so nothing can follow it`;
    throw new LanguageError('TYPE', offset, problem);
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
