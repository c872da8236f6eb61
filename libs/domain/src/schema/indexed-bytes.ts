/**
 * PostgreSQL refuses index entries above 2,704 bytes with an error of its own; so that a write means the same on both
 * engines, texts in an index have a limit in bytes, shared by the texts of the widest index they are in.
 */
import type { Collection } from './collection';
import { FIELD_TYPES } from './field-types';

/** Leaves room for the account id and eight other columns. */
const INDEX_ENTRY_BYTES = 2000;

const cache = new WeakMap<Collection, ReadonlyMap<string, number>>();

/** Largest UTF-8 length per field name, for the fields that have one. */
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
    const members = group.filter((name) => texts.includes(name));
    for (const name of members) {
      const share = Math.floor(INDEX_ENTRY_BYTES / members.length);
      limits.set(name, Math.min(share, limits.get(name) ?? share));
    }
  }
  return limits;
}
