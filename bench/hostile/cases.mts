/** All cases, by the numbers of what was found. */
import type { Case } from './case.mts';
import { GZIP, HALF_SENT, JSON_AT_THE_LIMITS } from './cases/bodies.mts';
import { MANY_VALUES, NUMBERS } from './cases/values.mts';
import { BATCH_ANSWERS, EXPANSIONS, UNREAD } from './cases/answers.mts';
import { FILTERS } from './cases/filters.mts';
import { LISTS } from './cases/lists.mts';
import { COMMITS, IDEMPOTENCY } from './cases/writes.mts';
import { NOBODY } from './cases/nobody.mts';
import { CASCADES } from './cases/cascades.mts';
import { LOGINS } from './cases/logins.mts';

const CASES: readonly Case[] = [
  NOBODY,
  GZIP,
  HALF_SENT,
  JSON_AT_THE_LIMITS,
  NUMBERS,
  MANY_VALUES,
  BATCH_ANSWERS,
  UNREAD,
  EXPANSIONS,
  FILTERS,
  LISTS,
  COMMITS,
  CASCADES,
  LOGINS,
  IDEMPOTENCY,
];

/** Those with these names, separated by commas; all when there are none. */
export function chosenCases(names: string | undefined): readonly Case[] {
  if (names === undefined) return CASES;
  return names.split(',').map((name) => {
    const chosen = CASES.find((candidate) => candidate.name === name);
    if (!chosen) throw new Error(`There is no case ${name}. There are: ${CASES.map((known) => known.name).join(', ')}`);
    return chosen;
  });
}
