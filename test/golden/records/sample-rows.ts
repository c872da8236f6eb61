/** Rows that sit on the edges of the rule language's semantics, and the same rows in memory for the evaluator. */
import fc from 'fast-check';
import type { Relations, Row as StoredRow } from '#domain/rules/evaluation';
import type { Catalog } from '#domain/schema/catalog';
import type { Collection, JsonValue } from '#domain/schema/collection';
import { linkedFields } from '#domain/schema/field-storage';
import { type RequestValues } from '#domain/rules/condition';
import { compileInsert } from '#sql/compile-insert';
import { compileLink } from '#sql/compile-junctions';
import { bindStatement } from '#sql/bind';
import { rowJson } from '#sql/row-slots';
import type { Engine } from './engines';
import { ACCOUNT, OTHER_ACCOUNT, USER } from './world';

export const VALUES: RequestValues = {
  auth: { id: USER, email: 'ann@example.com', role: 'user', account_id: ACCOUNT, groups: ['editors'] },
  data: {},
  now: new Date('2026-03-31T10:15:30.123Z'),
};

export const TEXTS = [
  '',
  'a',
  'A',
  'ab',
  'aB c',
  ' a ',
  'é',
  'É',
  '😀x',
  '\uffee',
  "o'b",
  'say "x"',
  'a\\b',
  '50%',
  'a_c',
  'zz',
  'Of eight_Letters',
];
export const NUMBERS = [0, 1, -1, 2, 3, -2.5, 0.25, 7.75, 100, 1234567];
const EXTREMES = [...NUMBERS, 1e300, -1e300, 1e-300, 9007199254740991, 1e21, 0.1, 2.675, 1.005];
export const DATETIMES = [
  '0001-01-01T00:00:00.000Z',
  '1969-12-31T23:59:59.999Z',
  '2024-02-29T12:00:00.001Z',
  '2026-01-31T00:00:00.000Z',
  '2026-03-29T01:30:00.500Z',
  '9999-12-31T23:59:59.999Z',
];
export const DATES = ['0001-01-01', '2024-02-29', '2026-01-31', '2026-03-31', '9999-12-31'];

const AUTHOR_IDS = ['a1', 'a2', 'a3'];
const TAG_IDS = ['t1', 't2', 't3', 't4'];
const POST_COUNT = 40;

type Record_ = Readonly<Record<string, JsonValue>>;

const FIXED: Readonly<Record<string, readonly Record_[]>> = {
  organizations: [
    { id: 'o1', name: 'Acme', active: true },
    { id: 'o2', name: 'zz', active: false },
    { id: 'o3', name: 'a', active: null },
  ],
  authors: [
    { id: 'a1', name: 'a', organization: 'o1', account: USER },
    { id: 'a2', name: null, organization: 'o2', account: null },
    { id: 'a3', name: 'É', organization: null, account: null },
  ],
  tags: [
    { id: 't1', name: 'a' },
    { id: 't2', name: null },
    { id: 't3', name: 'secret' },
    { id: 't4', name: 'zz' },
  ],
  vaults: [{ id: 'v1', name: 'a' }],
};

const orNull = <T extends JsonValue>(values: readonly T[]): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...values) }, { weight: 1, arbitrary: fc.constant(null) });

const post = fc.record({
  Title: fc.constantFrom(...TEXTS),
  views: orNull(NUMBERS),
  rating: orNull(EXTREMES),
  published: orNull([true, false]),
  publishedAt: orNull(DATETIMES),
  day: orNull(DATES),
  meta: orNull<JsonValue>([[], [1, 2], [[1], null], {}, { a: 1 }, 'text', '😀', 5, false]),
  labels: fc.option(fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 }), { nil: null }),
  author: orNull(AUTHOR_IDS),
  parent: fc.constant(null),
  vault: orNull(['v1']),
  owner: orNull([USER]),
  tags: fc.uniqueArray(fc.constantFrom(...TAG_IDS), { maxLength: 4 }),
});

/** Posts by id; parents point to earlier posts. */
export const POSTS: readonly Record_[] = fc.sample(post, { numRuns: POST_COUNT, seed: 7 }).map((record, index) => ({
  ...record,
  id: `p${String(index).padStart(2, '0')}`,
  parent: index % 3 === 0 ? null : `p${String(index - 1).padStart(2, '0')}`,
}));

/** In memory, with the system columns. */
export function rowsOf(name: string): StoredRow[] {
  return (name === 'posts' ? POSTS : FIXED[name]!).map((record) => ({ ...record, ...systemOf(record, ACCOUNT) }));
}

/** What relations lead to among the rows of the account. */
export function relationsIn({ collections }: Catalog): Relations {
  const rows = new Map(collections.map(({ name }) => [name, rowsOf(name)]));
  rows.set('users', [{ id: USER, email: 'ann@example.com' }]);
  return {
    find: (target, id) => rows.get(target?.name ?? 'users')?.find((row) => row['id'] === id),
    referring: (target, { name }, id) => rows.get(target.name)!.filter((row) => [row[name]].flat().includes(id)),
  };
}

function systemOf(record: Record_, account: string): Record<string, string> {
  const time = '2026-01-01T00:00:00.000Z';
  const id = record['id'] as string;
  const owner = id.endsWith('1') ? USER : 'anonymous';
  return { account_id: account, id, created_at: time, created_by: owner, updated_at: time, updated_by: USER };
}

/** Writes the rows for the account, and look-alikes with the same ids for another account. */
export async function writeSample(engine: Engine, catalog: Catalog): Promise<void> {
  for (const account of [ACCOUNT, OTHER_ACCOUNT]) {
    for (const collection of catalog.collections) await writeRows(engine, collection, account);
  }
}

async function writeRows(engine: Engine, collection: Collection, account: string): Promise<void> {
  const records = collection.name === 'posts' ? POSTS : FIXED[collection.name]!;
  const statement = compileInsert(
    { kind: 'create', collection, rule: { kind: 'constant', value: true }, output: { collection, members: [] } },
    engine.dialect,
  );
  const other = account !== ACCOUNT;
  const elements = records.map((record) => {
    // The other tenant's rows would satisfy what the account's rows do not, if a statement let them in.
    const stored = other && 'name' in record ? { ...record, name: 'foreign' } : record;
    return rowJson(statement, { request: VALUES, parameters: systemOf(record, account), stored });
  });
  const values = bindStatement(statement, { request: VALUES, parameters: { rows: `[${elements.join(',')}]` } });
  const written = await engine.all(statement.text, values);
  if (written.length !== records.length) throw new Error('Sample rows were not all written');
  for (const field of linkedFields(collection.fields)) {
    const links = records.flatMap((record) =>
      ((record[field.name] ?? []) as string[]).map((target, position) => ({
        account,
        record: record['id'],
        target,
        position,
      })),
    );
    const link = compileLink(field, engine.dialect);
    await engine.all(link.text, bindStatement(link, { request: VALUES, parameters: { links: JSON.stringify(links) } }));
  }
}
