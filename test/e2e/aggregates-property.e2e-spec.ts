/** Random aggregates of random records: what an oracle in memory says, on both engines. */
import fc from 'fast-check';
import { type Asked, expectedGroups, memberOf, type Row } from '../support/aggregate-oracle';
import type { Json } from '../support/http';
import { API } from '../support/member';
import { doubleOf, numberText } from '../support/number-texts';
import { agreementRuns, LONG_SESSIONS, scaled } from '../support/random-runs';
import { createWorld, type World } from '../support/world';

const { numRuns: CASES, seed: SEED } = agreementRuns(300);
const IN_A_ROUND = 30;
const ROWS = 60;
const TIMEOUT_MS = scaled(60_000);

let world: World;
let targets: readonly string[];
const NAMES = ['Zoë', 'ann', 'Ann', null];

beforeAll(async () => {
  world = await createWorld({ ...LONG_SESSIONS, SNACKBASE_LOG_LEVEL: 'error' });
  await world.define('targets', [{ name: 'name', type: 'text' }]);
  await world.define('rows', [
    { name: 'n', type: 'number' },
    { name: 'm', type: 'number' },
    { name: 't', type: 'text' },
    { name: 's', type: 'select', options: { values: ['a', 'b', 'C'] } },
    { name: 'b', type: 'boolean' },
    { name: 'd', type: 'date' },
    { name: 'at', type: 'datetime' },
    { name: 'j', type: 'json' },
    { name: 'to', type: 'reference', collection: 'targets', on_delete: 'set_null' },
  ]);
  targets = await insert('targets', `[${NAMES.map((name) => JSON.stringify({ name })).join(',')}]`);
});
afterAll(() => world?.close());

async function insert(collection: string, records: string): Promise<string[]> {
  const { token } = world.acme;
  const answer = await world.http.call('POST', `${API}/records/${collection}/batch`, {
    token,
    raw: `{"records":${records}}`,
  });
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.body.created.map(({ id }: Json) => id);
}

const orNull = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(values, { freq: 6 });

/** Prices, which are no sums of halves, and whatever else is a number. */
const price = fc.integer({ min: -99_999, max: 99_999 }).map((cents) => String(cents / 100));
const wild = fc.oneof({ weight: 3, arbitrary: price }, { weight: 1, arbitrary: numberText });
const text = fc.constantFrom('', 'a', 'A', 'é', 'z', '\u{1f600}', '\uffff', 'aa');
const day = fc
  .date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true })
  .map((date) => date.toISOString());
const near = fc
  .constantFrom('2025-12-28', '2025-12-29', '2026-01-01', '2027-01-03', '2024-02-29')
  .map((at) => `${at}T23:59:59.999Z`);
const time = fc.oneof(near, near, day);

/** Of every type, under each of the names. */
const member = fc.oneof(
  text,
  fc.constantFrom(0, 1, 0.1, -2.5, 7.6596495, 1e21),
  fc.boolean(),
  fc.constantFrom(null, [], {}),
);
const inside = { v: member, w: member, x: member, 'it\'s "odd"': member, l: fc.array(member, { maxLength: 2 }) };

const record = fc.record({
  j: orNull(fc.record(inside)),
  n: orNull(wild),
  m: orNull(price),
  t: orNull(text),
  s: orNull(fc.constantFrom('a', 'b', 'C')),
  b: orNull(fc.boolean()),
  d: orNull(time.map((at) => at.slice(0, 10))),
  at: orNull(time),
  to: orNull(fc.nat({ max: NAMES.length - 1 })),
});

const FUNCTIONS = [
  'count() count(n) count(t) count(b) sum(n) avg(n) sum(m) avg(m) min(n) max(n) min(t) max(t) min(d) max(at)'.split(
    ' ',
  ),
  ['count(distinct t)', 'count(distinct n)', 'count(distinct at)'],
].flat();
/** By the path, the type and where it leads. */
const PATHS: Readonly<Record<string, readonly [string, (j: Json) => Json]>> = {
  'j.v:text': ['string', ({ v }) => v],
  'j.w:number': ['number', ({ w }) => w],
  'j.x:boolean': ['boolean', ({ x }) => x],
  'j.l[0]:text': ['string', ({ l }) => l[0]],
  'j."it\'s \\"odd\\"":number': ['number', (j) => j['it\'s "odd"']],
};
const KEYS = [
  ...Object.keys(PATHS),
  's',
  'b',
  't',
  'm',
  'd',
  'at',
  'to',
  'to.name',
  'year(at)',
  'month(d)',
  'week(d)',
  'week(at)',
  'day(at)',
  'hour(at)',
];

type Condition<T> = readonly [text: string, holds: T];
const where = fc.constantFrom<Condition<Asked['where']>>(
  ['', () => true],
  ['s = "a"', ({ s }) => s === 'a'],
  ['m > 100.5', ({ m }) => Number(m) > 100.5],
  ['b = true || to.name = "Ann"', (row) => row['b'] === true || row['to.name'] === 'Ann'],
  ['m > 5000', () => false],
);

const above =
  (name: string, bound: number): Asked['having'] =>
  (group) =>
    group[name] === null ? null : Number(group[name]) > bound;
const havings: readonly (Condition<Asked['having']> & { length: 2 })[] = [
  ['', () => true],
  ['count() > 2', above('count', 2)],
  [
    'COUNT( * ) > 1 AND NOT sum_n > 10.25',
    (group) => Number(group['count']) > 1 && group['sum_n'] !== null && !above('sum_n', 10.25)(group),
  ],
  ['avg(m) > 0 || max_t = "z"', (group) => above('avg_m', 0)(group) || group['max_t'] === 'z'],
  ['min(d) >= "2025-12-29"', (group) => group['min_d'] !== null && String(group['min_d']) >= '2025-12-29'],
];
const NEEDED = ['', 'count()', 'count(),sum(n)', 'avg(m),max(t)', 'min(d)'];

const request = fc.record({
  functions: fc.uniqueArray(fc.constantFrom(...FUNCTIONS), { minLength: 1, maxLength: 4 }),
  groupBy: fc.uniqueArray(fc.constantFrom(...KEYS), { maxLength: 3 }),
  where,
  having: fc.nat({ max: havings.length - 1 }),
  sort: fc.array(fc.tuple(fc.nat(), fc.boolean()), { maxLength: 2 }),
  limit: fc.option(fc.integer({ min: 1, max: 5 })),
});

async function roundOf(seed: number): Promise<void> {
  const records = fc.sample(record, { numRuns: ROWS, seed });
  const bodies = records.map(({ n, m, to, ...rest }) => {
    const others = JSON.stringify({ ...rest, to: to === null ? null : targets[to] });
    return `${others.slice(0, -1)},"n":${n},"m":${m}}`;
  });
  const ids = await insert('rows', `[${bodies.join(',')}]`);
  const rows = records.map(({ n, m, to, j, ...rest }): Row => {
    const found = Object.entries(PATHS).map(([path, [type, at]]) => {
      const value = j === null ? null : at(j);
      return [path, typeof value === type ? value : null];
    });
    const [number, other] = [n, m].map((each) => (each === null ? null : doubleOf(each)));
    const target = to === null ? null : targets[to]!;
    const more = { n: number!, m: other!, to: target, 'to.name': to === null ? null : NAMES[to]! };
    return { ...rest, ...more, ...Object.fromEntries(found) };
  });
  for (const [index, asked] of fc.sample(request, { numRuns: IN_A_ROUND, seed }).entries())
    await compare(rows, asked, seed, index);
  const { token } = world.acme;
  const removed = await world.http.call('DELETE', `${API}/records/rows/batch`, { token, body: { ids } });
  expect(removed.status).toBe(200);
}

type Request = typeof request extends fc.Arbitrary<infer T> ? T : never;

async function compare(rows: readonly Row[], drawn: Request, seed: number, index: number): Promise<void> {
  const needed = NEEDED[drawn.having]!.split(',').filter((each) => each !== '');
  const functions = [...new Set([...drawn.functions, ...needed])];
  const { groupBy } = drawn;
  const written = [...groupBy, ...functions];
  const sort = drawn.sort.map(([place, descending]) => ({ name: written[place % written.length]!, descending }));
  const [filter, holds] = drawn.where;
  const [having, isAnswered] = havings[drawn.having]!;
  const query = new URLSearchParams({
    functions: functions.join(','),
    group_by: groupBy.join(','),
    filter,
    having,
    sort: sort.map(({ name, descending }) => (descending ? '-' : '') + name).join(','),
    ...(drawn.limit === null ? {} : { limit: String(drawn.limit) }),
  });
  const answer = await world.http.get(`${API}/records/rows/aggregate?${query}`, { token: world.acme.token });
  const expected = expectedGroups(rows, {
    functions,
    groupBy,
    where: holds,
    having: isAnswered,
    // The first of two terms with one name counts.
    sort: sort.map(({ name, descending }) => ({ name: memberOf(name), descending })),
    limit: drawn.limit ?? Infinity,
  });
  expect({ seed, index, query: `${query}`, body: answer.body }).toEqual({
    seed,
    index,
    query: `${query}`,
    body: expected,
  });
}

test.each(Array.from({ length: Math.ceil(CASES / IN_A_ROUND) }, (_, round) => SEED + round))(
  'seed %i',
  roundOf,
  TIMEOUT_MS,
);
