/**
 * PostgreSQL refuses index entries above 2,704 bytes with an error of its own; so that a write means the same on both
 * engines, texts in an index have a limit in bytes, shared by the texts of the widest index they are in.
 */
import { valuesInside } from '#domain/rules/json-path';
import type { Collection, Field, JsonValue } from './collection';
import { FIELD_TYPES } from './field-types';
import { nameIn, readInside } from './index-term';
import { INDEX_ENTRY_BYTES, type TextBound, textBound } from './text-bound';

/** Of each text that a computed one is made of. */
const LEAST_BYTES = 50;

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

/** The texts, as an index would name them, whose length bounds what a term comes to. */
export function textsIn(collection: Collection, term: string): readonly string[] {
  return boundOf(collection, term)?.terms ?? [];
}

/** What is wrong with an index that has a computed text; null: nothing. */
export function textProblem(collection: Collection, terms: readonly string[]): string | null {
  for (const { term, bound, share } of textsOf(collection, terms)) {
    const isShort = bound.times === 0 ? bound.bytes <= share : limitOf(bound, share) >= LEAST_BYTES;
    if (!isShort) return `'${term}' can become longer than the ${share} bytes that an index takes`;
  }
  return null;
}

interface IndexedText {
  readonly term: string;
  readonly bound: TextBound;
  /** Bytes of the entry. */
  readonly share: number;
}

/** The texts of one index. */
function textsOf(collection: Collection, terms: readonly string[]): readonly IndexedText[] {
  const texts = terms.flatMap((term) => {
    const bound = boundOf(collection, term);
    return bound === null ? [] : [{ term, bound }];
  });
  const share = Math.floor(INDEX_ENTRY_BYTES / texts.length);
  return texts.map((text) => ({ ...text, share }));
}

/** null: it is no text, or one that is short anyway. */
function boundOf(collection: Collection, term: string): TextBound | null {
  const field = collection.fields.find(({ name }) => name === nameIn(term));
  if (field?.computed !== undefined) {
    return field.computed.returns === 'text' ? textBound(collection, field) : null;
  }
  const isText = readInside(term)?.type === 'text' || (field !== undefined && FIELD_TYPES[field.type].isFreeText);
  return isText ? { bytes: 0, times: 1, terms: [term] } : null;
}

function limitOf({ bytes, times }: TextBound, share: number): number {
  return Math.floor((share - bytes) / times);
}

function computeLimits(collection: Collection): ReadonlyMap<string, number> {
  const groups = [
    ...collection.fields.filter((field) => field.unique).map((field) => [field.name]),
    ...collection.indexes.map((index) => index.fields),
  ];
  const limits = new Map<string, number>();
  for (const group of groups) {
    for (const { bound, share } of textsOf(collection, group)) {
      const limit = limitOf(bound, share);
      for (const name of bound.terms) limits.set(name, Math.min(limit, limits.get(name) ?? limit));
    }
  }
  return limits;
}
