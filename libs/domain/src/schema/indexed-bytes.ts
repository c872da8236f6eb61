/**
 * PostgreSQL refuses index entries above 2,704 bytes with an error of its own; so that a write means the same on both
 * engines, texts in an index have a limit in bytes, shared by the texts of the widest index they are in.
 */
import { valuesInside } from '#domain/rules/json-path';
import type { Collection, Field, JsonValue } from './collection';
import { FIELD_TYPES } from './field-types';
import { nameIn, readInside } from './index-term';

/** Leaves room for the account id and eight other columns. */
const INDEX_ENTRY_BYTES = 2000;

const cache = new WeakMap<Collection, ReadonlyMap<string, number>>();

/** Largest UTF-8 length per name of a field, or path into one, for those that have one. */
export function indexedBytes(collection: Collection): ReadonlyMap<string, number> {
  let limits = cache.get(collection);
  if (!limits) {
    limits = computeLimits(collection);
    cache.set(collection, limits);
  }
  return limits;
}

function computeLimits(collection: Collection): ReadonlyMap<string, number> {
  const texts = collection.fields.filter((field) => FIELD_TYPES[field.type].isFreeText).map((field) => field.name);
  const groups = [
    ...collection.fields.filter((field) => field.unique).map((field) => [field.name]),
    ...collection.indexes.map((index) => index.fields),
  ];
  const limits = new Map<string, number>();
  for (const group of groups) {
    const members = group.filter((term) => texts.includes(term) || readInside(term)?.type === 'text');
    for (const name of members) {
      const share = Math.floor(INDEX_ENTRY_BYTES / members.length);
      limits.set(name, Math.min(share, limits.get(name) ?? share));
    }
  }
  return limits;
}

export interface TooLong {
  readonly at: string;
  readonly limit: number;
}

/** Where a value of the field has a text that no index takes. */
export function findTooLong(collection: Collection, field: Field, value: JsonValue): TooLong | null {
  for (const [at, limit] of indexedBytes(collection)) {
    if (nameIn(at) !== field.name) continue;
    const [text] = at === field.name ? [value] : valuesInside(value, readInside(at)!.steps, 'text');
    if (typeof text === 'string' && Buffer.byteLength(text) > limit) return { at, limit };
  }
  return null;
}
