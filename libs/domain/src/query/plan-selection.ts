/** The conditions that a selection of records comes to: its filter and its equalities, by the columns that the caller may filter by. */
import type { QueryPlace } from '#domain/rules/checker';
import { compileFilter } from '#domain/rules/compile-filter';
import type { Condition } from '#domain/rules/condition';
import { equalityCondition } from './equality-condition';
import type { Selection } from './parse-selection';

/** Throws DomainError QUERY_FILTER_… or QUERY_PARAMETER, both `invalid`. */
export function planSelection({ filter, equalities, given }: Selection, place: QueryPlace): readonly Condition[] {
  const literals = given.length - equalities.length;
  return [
    ...(filter === null ? [] : [compileFilter(filter, place)]),
    ...equalities.map((equality, index) => equalityCondition(place, equality, literals + index)),
  ];
}
