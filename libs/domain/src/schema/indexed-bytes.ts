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

interface Bounds {
  readonly limits: ReadonlyMap<string, number>;
  /** By name of the field that they are in. */
  readonly places: ReadonlyMap<string, readonly Place[]>;
}

/** A text of a value: `at` as the index names it, none of the steps where the value is the text. */
interface Place {
  readonly at: string;
  readonly limit: number;
  readonly steps: readonly (string | number)[];
}

const cache = new WeakMap<Collection, Bounds>();

function boundsOf(collection: Collection): Bounds {
  let bounds = cache.get(collection);
  if (!bounds) {
    const limits = computeLimits(collection);
    const places = Array.from(limits, ([at, limit]): Place => ({ at, limit, steps: readInside(at)?.steps ?? [] }));
    bounds = { limits, places: Map.groupBy(places, ({ at }) => nameIn(at)) };
    cache.set(collection, bounds);
  }
  return bounds;
}

/** Largest UTF-8 length per name of a field, or path into one, for those that have one. */
export function indexedBytes(collection: Collection): ReadonlyMap<string, number> {
  return boundsOf(collection).limits;
}

/** Where a value of the field has a text that no index takes. */
export function findTooLong(collection: Collection, field: Field, value: JsonValue): Place | undefined {
  return boundsOf(collection)
    .places.get(field.name)
    ?.find(({ steps, limit }) => {
      const [text] = valuesInside(value, steps, 'text');
      return typeof text === 'string' && Buffer.byteLength(text) > limit;
    });
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
