/** Conditions on tasks and people, with and without relations, and some whose totals are never carried on. */
import fc from 'fast-check';

const TASKS = [
  'title = "a"',
  'title ~ "o w"',
  'title != "kept" && done = false',
  'length(title) > 1',
  'done',
  'score > 0',
  'score + 1 <= 1.1',
  'score IS NULL',
  'due > "2024-06-01"',
  'day IS NOT NULL',
  'labels = "a"',
  'labels != "c"',
  'length(watchers) > 1',
  'length(meta) > 0',
  'owner IS NULL',
  'updated_at != created_at',
  'created_by != "anonymous"',
  'owner.name = "a"',
  'owner.team.name != "c1"',
  'owner.team IS NULL',
  'reviewer.code IN ("c1", "c2", "c3")',
  'watchers.name ~ "a"',
  'watchers.team.name != "c2"',
  'teams.name = "c1"',
  'teams.name IS NOT NULL',
  // Never carried: others of the collection, users, the time.
  'parent.title = "a"',
  'due < now()',
] as const;

const PEOPLE = ['name = "a"', 'code IS NOT NULL', 'team IS NULL', 'team.name ~ "c"', 'team.name != "c1"'] as const;

function combined(atoms: readonly string[]): fc.Arbitrary<string> {
  const atom = fc.constantFrom(...atoms);
  const pair = fc.tuple(atom, fc.constantFrom('&&', '||'), atom).map(([one, by, other]) => `(${one}) ${by} (${other})`);
  return fc.oneof(
    { weight: 3, arbitrary: atom },
    pair,
    atom.map((one) => `!(${one})`),
  );
}

export interface RandomList {
  readonly collection: string;
  readonly filter: string;
}

export const randomList: fc.Arbitrary<RandomList> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ collection: fc.constant('tasks'), filter: combined(TASKS) }) },
  { weight: 1, arbitrary: fc.record({ collection: fc.constant('people'), filter: combined(PEOPLE) }) },
);
