/**
 * Which collections' rows decide how many records a condition finds. Their versions prove that a total counted before is
 * still right.
 */
import type { Condition } from '#domain/rules/condition';
import type { Collection } from '#domain/schema/collection';
import type { AggregatePlan } from './aggregate-plan';
import { rowsRead } from './rows-read';

/** The listed collection first; empty when the total also depends on what has no version: users, or the time. */
export function countedFrom(collection: Collection, where: Condition): readonly string[] {
  const { collections, unversioned } = rowsRead(where);
  return unversioned ? [] : [...new Set([collection.id, ...collections])];
}

/** As countedFrom(), of the rows that decide groups and what is answered of them. */
export function groupedFrom({
  collection,
  where,
  having,
  keys,
  measures,
}: Pick<AggregatePlan, 'collection' | 'where' | 'having' | 'keys' | 'measures'>): readonly string[] {
  const operands = [...keys, ...measures].flatMap(({ operand }) => operand ?? []);
  const named = operands.map((operand): Condition => ({ kind: 'null', negated: false, operand }));
  return countedFrom(collection, { kind: 'and', items: [where, having, ...named] });
}
