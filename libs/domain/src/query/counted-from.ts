/**
 * Which collections' rows decide how many records a condition finds. Their versions prove that a total counted before is
 * still right.
 */
import type { Condition } from '#domain/rules/condition';
import type { Collection } from '#domain/schema/collection';
import { rowsRead } from './rows-read';

/** The listed collection first; empty when the total also depends on what has no version: users, or the time. */
export function countedFrom(collection: Collection, where: Condition): readonly string[] {
  const { collections, unversioned } = rowsRead(where);
  return unversioned ? [] : [...new Set([collection.id, ...collections])];
}
