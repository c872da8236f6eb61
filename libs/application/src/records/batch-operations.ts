/**
 * Reads the body of a batch over several collections, and the ids that its operations borrow from earlier ones: `{"$ref": n}`
 * stands for the id of the record of operation n, as an `id` and as the value of a reference.
 */
import { DomainError, invalidFields } from '#domain/kernel/errors';
import { newId } from '#domain/kernel/ids';
import { unknownName } from '#domain/kernel/nearest-name';
import { excerpt } from '#domain/schema/clean-text';
import type { Collection } from '#domain/schema/collection';
import { FIELD_TYPES } from '#domain/schema/field-types';
import { findField } from '#domain/schema/find-field';
import type { IfMatch } from '../ports/record-store';
import { parseIfMatch } from './if-match';
import { readBatch } from './read-batch';

export type BatchOperationName = 'create' | 'update' | 'delete';

export interface BatchOperation {
  readonly op: BatchOperationName;
  /** As it was written. */
  readonly collection: string;
  /** Of a new record, the one that it will have. */
  readonly id: string;
  /** With references to earlier operations; undefined for a delete. */
  readonly data: unknown;
  readonly ifMatch: IfMatch;
  /** The earlier operation whose record this one is about. */
  readonly of: number | null;
}

const MEMBERS: Readonly<Record<BatchOperationName, readonly string[]>> = {
  create: ['op', 'collection', 'data'],
  update: ['op', 'collection', 'id', 'data', 'if_match'],
  delete: ['op', 'collection', 'id', 'if_match'],
};
const MAX_PROBLEMS = 20;
const ALL_MEMBERS = ['op', 'collection', 'id', 'data', 'if_match'];
const REFERENCE = '$ref';

/** `body`: `{operations: [{op, collection, …}, …]}`. Throws BATCH_INVALID, BATCH_TOO_LARGE and IF_MATCH_INVALID. */
export function readOperations(body: unknown, limit: number): readonly BatchOperation[] {
  if (isObject(body)) refuseUnknown(body, ['operations'], undefined);
  const operations: BatchOperation[] = [];
  for (const item of readBatch(body, 'operations', limit)) operations.push(readOperation(item, operations));
  return operations;
}

/** The fields of a record with the ids in the place of references, and the latest operation that is referred to; -1: none. */
export function withIds(
  { data }: BatchOperation,
  collection: Collection,
  operations: readonly BatchOperation[],
  index: number,
): { readonly body: unknown; readonly latest: number } {
  if (!isObject(data)) return { body: data, latest: -1 };
  let latest = -1;
  const idOf = (value: unknown): unknown => {
    const place = referenceIn(value);
    if (place === undefined) return value;
    const id = earlierId(place, operations, index);
    latest = Math.max(latest, place as number);
    return id;
  };
  const entries = Object.entries(data).map(([name, value]): [string, unknown] => {
    const field = findField(collection, name);
    if (field === undefined || FIELD_TYPES[field.type].target === null) return [name, value];
    return [name, Array.isArray(value) ? value.map(idOf) : idOf(value)];
  });
  return { body: Object.fromEntries(entries), latest };
}

function readOperation(item: unknown, before: readonly BatchOperation[]): BatchOperation {
  const index = before.length;
  if (!isObject(item)) throw invalid(index, 'operations', 'Expected an object');
  refuseUnknown(item, ALL_MEMBERS, index);
  const { op, collection, id, data, if_match: tag } = item;
  if (typeof op !== 'string' || !Object.hasOwn(MEMBERS, op)) {
    throw invalid(index, 'op', `Expected one of ${Object.keys(MEMBERS).join(', ')}`);
  }
  const name = op as BatchOperationName;
  const other = Object.keys(item).find((member) => !MEMBERS[name].includes(member));
  if (other !== undefined) throw invalid(index, other, `Is no member of operations of the kind ${name}`);
  if (typeof collection !== 'string') throw invalid(index, 'collection', 'Expected the name of a collection');
  const common = { op: name, collection, data, ifMatch: readTag(tag, index) };
  if (name === 'create') return { ...common, id: newId(), of: null };
  const place = referenceIn(id);
  if (place !== undefined) return { ...common, id: earlierId(place, before, index), of: place as number };
  if (typeof id !== 'string') throw invalid(index, 'id', 'Expected the id of a record, or a reference to an operation');
  return { ...common, id, of: null };
}

function refuseUnknown(object: object, known: readonly string[], index: number | undefined): void {
  const names = Object.keys(object).filter((name) => !known.includes(name));
  if (names.length === 0) return;
  const problems = names.slice(0, MAX_PROBLEMS).map((name) => {
    return { field: excerpt(name), code: 'unknown_key', message: unknownName(name, known) };
  });
  throw invalidFields('BATCH_INVALID', problems, index);
}

function readTag(tag: unknown, index: number): IfMatch {
  if (tag === undefined) return null;
  if (typeof tag !== 'string') throw invalid(index, 'if_match', 'Expected the ETag of a record, as a text');
  try {
    return parseIfMatch(tag);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new DomainError(error.code, error.kind, error.message, { ...error.extras, index });
  }
}

/** What a reference names; undefined: the value is none. */
function referenceIn(value: unknown): unknown {
  return isObject(value) && Object.keys(value).length === 1 ? value[REFERENCE] : undefined;
}

function earlierId(place: unknown, operations: readonly BatchOperation[], index: number): string {
  const earlier = typeof place === 'number' && place < index ? operations[place] : undefined;
  if (earlier === undefined) throw invalid(index, REFERENCE, 'Expected the number of an earlier operation, from 0');
  return earlier.id;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(index: number, field: string, message: string): DomainError {
  return invalidFields('BATCH_INVALID', [{ field, code: 'invalid_operation', message }], index);
}
