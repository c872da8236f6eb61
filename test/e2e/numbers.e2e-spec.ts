/**
 * A number is the double that was sent, on both engines and through every door: what a write and a read answer, what a
 * filter, an order, a cursor, a unique field and a rule compare with. Requests carry the texts; answers are compared with
 * what JavaScript reads them as.
 */
import fc from 'fast-check';
import type { Answer, Json } from '../support/http';
import { API, SIGNED_IN_RULES } from '../support/member';
import { doubleOf, NOTABLE, numberText } from '../support/number-texts';
import { LONG_SESSIONS, atLength, SEED } from '../support/random-runs';
import { ToldChanges } from '../support/told-changes';
import { createWorld, type World } from '../support/world';

const WIDTH = 20;
const HEIGHT = 100;
const ROUNDS = atLength(2_000, 1_000_000) / (WIDTH * HEIGHT);
const TIMEOUT_MS = atLength(120_000, 7_200_000);
const PAGE = 9;
/** Of each round, for what takes a request each. */
const SAMPLE = 10;

const NAMES = Array.from({ length: WIDTH }, (_, index) => `n${index}`);
const numberFields = NAMES.map((name) => ({ name, type: 'number' }));

let world: World;

beforeAll(async () => {
  world = await createWorld({ ...LONG_SESSIONS, SNACKBASE_LOG_LEVEL: 'error' });
  const twin = { name: 'twin', type: 'reference', collection: 'numbers', on_delete: 'set_null' };
  await world.define('numbers', [...numberFields, { name: 'list', type: 'json' }, twin]);
  await world.define('kept', numberFields, { update_rule: NAMES.map((name) => `!changed(${name})`).join(' && ') });
  await world.define('unique', [{ name: 'n', type: 'number', unique: true }]);
});
afterAll(() => world.close());

const at = (collection: string, rest = ''): string => `${API}/records/${collection}${rest}`;

async function send(method: string, path: string, raw: string, headers: Record<string, string> = {}): Promise<Answer> {
  return world.http.call(method, path, { token: world.acme.token, raw, headers });
}

async function get(collection: string, query: Record<string, string>): Promise<Json> {
  const { token } = world.acme;
  const answer = await world.http.get(at(collection, `?${new URLSearchParams(query)}`), { token });
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.body;
}

/** A record of these texts, and all of them once more inside of a JSON value. */
function bodyOf(texts: readonly string[]): string {
  return `{${texts.map((text, index) => `"n${index}":${text}`).join(',')}}`;
}
function withList(texts: readonly string[]): string {
  return bodyOf(texts).replace('}', `,"list":{"of":[${texts.join(',')}]}}`);
}

const numbersOf = (record: Json): number[] => NAMES.map((name) => record[name]);
const doublesOf = (texts: readonly string[]): number[] => texts.map(doubleOf);

function sample(seed: number): string[][] {
  const texts = [...NOTABLE, ...fc.sample(numberText, { numRuns: WIDTH * HEIGHT - NOTABLE.length, seed })];
  return Array.from({ length: HEIGHT }, (_, row) => texts.slice(row * WIDTH, (row + 1) * WIDTH));
}

function expectRecords(records: readonly Json[], rows: readonly string[][]): void {
  expect(records.map(numbersOf)).toEqual(rows.map(doublesOf));
  expect(records.map(({ list }) => list.of)).toEqual(rows.map(doublesOf));
}

async function remove(collection: string, ids: readonly string[]): Promise<void> {
  const { status } = await send('DELETE', at(collection, '/batch'), JSON.stringify({ ids }));
  expect(status).toBe(200);
}

/** Created, patched, listed, ordered, paged and found, all at once. */
async function roundOfRecords(rows: readonly string[][]): Promise<void> {
  const created = await send('POST', at('numbers', '/batch'), `{"records":[${rows.map(withList).join(',')}]}`);
  expect(created.status).toBe(201);
  expectRecords(created.body.created, rows);
  const ids: string[] = created.body.created.map(({ id }: Json) => id);

  const moved = [...rows.slice(1), rows[0]!];
  const updates = moved.map((row, index) => `{"id":"${ids[index]}","data":${withList(row)}}`);
  const updated = await send('PATCH', at('numbers', '/batch'), `{"records":[${updates.join(',')}]}`);
  expect(updated.status).toBe(200);
  expectRecords(updated.body.updated, moved);

  const rowOf = new Map(ids.map((id, index) => [id, moved[index]!]));
  const { items } = await get('numbers', { limit: String(HEIGHT), sort: 'n0' });
  expectRecords(
    items,
    items.map(({ id }: Json) => rowOf.get(id)),
  );
  expect(items.map(({ n0 }: Json) => n0)).toEqual(inOrder(moved, 0));
  expect(await paged('-n1')).toEqual(inOrder(moved, 1).toReversed());

  const found = async (id: string): Promise<void> => {
    const conditions = rowOf.get(id)!.map((text, index) => `n${index} = ${text}`);
    expect((await get('numbers', { filter: conditions.join(' && '), fields: 'id' })).items).toContainEqual({ id });
  };
  for (let start = 0; start < ids.length; start += SAMPLE) {
    await Promise.all(ids.slice(start, start + SAMPLE).map(found));
  }
  await remove('numbers', ids);
}

function inOrder(rows: readonly string[][], column: number): number[] {
  return rows.map((row) => doubleOf(row[column]!)).toSorted((one, other) => one - other);
}

async function paged(sort: string): Promise<number[]> {
  const seen: number[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: Json = await get('numbers', { sort, cursor, limit: String(PAGE) });
    seen.push(...page.items.map((item: Json) => item[sort.slice(1)]));
    cursor = page.next_cursor;
    if (seen.length > HEIGHT) break;
  }
  return seen;
}

/** What is sent again has not changed. */
async function roundOfRules(rows: readonly string[][]): Promise<void> {
  const created = await send('POST', at('kept', '/batch'), `{"records":[${rows.map(bodyOf).join(',')}]}`);
  expect(created.status).toBe(201);
  const ids: string[] = created.body.created.map(({ id }: Json) => id);
  const updates = rows.map((row, index) => `{"id":"${ids[index]}","data":${bodyOf(row)}}`);
  expect((await send('PATCH', at('kept', '/batch'), `{"records":[${updates.join(',')}]}`)).status).toBe(200);
  for (const [index, row] of rows.slice(0, SAMPLE).entries()) {
    for (const method of ['PUT', 'PATCH']) {
      const answer = await send(method, at('kept', `/${ids[index]}`), bodyOf(row));
      expect([answer.status, numbersOf(answer.body)]).toEqual([200, doublesOf(row)]);
    }
    const other = doubleOf(row[0]!) === 1 ? '2' : '1';
    expect((await send('PATCH', at('kept', `/${ids[index]}`), bodyOf([other]))).status).toBe(404);
  }
  await remove('kept', ids);
}

async function roundOfUniqueFields(rows: readonly string[][]): Promise<void> {
  const texts = [...new Map(rows.map(([text]) => [doubleOf(text!), text!])).values()];
  const created = await send(
    'POST',
    at('unique', '/batch'),
    `{"records":[${texts.map((n) => `{"n":${n}}`).join(',')}]}`,
  );
  expect(created.status).toBe(201);
  const ids: string[] = created.body.created.map(({ id }: Json) => id);
  const [first, ...others] = texts;
  for (const text of others.slice(0, SAMPLE)) {
    expect((await send('POST', at('unique'), `{"n":${text}}`)).status).toBe(409);
    expect((await send('PATCH', at('unique', `/${ids[0]}`), `{"n":${text}}`)).status).toBe(409);
  }
  expect((await send('PATCH', at('unique', `/${ids[0]}`), `{"n":${first}}`)).status).toBe(200);
  await remove('unique', ids);
}

test(
  `random numbers are what they were sent as (seed ${SEED})`,
  async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const rows = sample(SEED + round);
      await roundOfRecords(rows);
      await roundOfRules(rows);
      await roundOfUniqueFields(rows);
    }
  },
  TIMEOUT_MS,
);

describe('a few of them', () => {
  const rows = sample(SEED);
  const [row, other] = [rows[0]!, rows[1]!];

  test('written one by one, and read alone and expanded', async () => {
    const created = await send('POST', at('numbers'), withList(row));
    expectRecords([created.body], [row]);
    const { id } = created.body;
    const twin = await send('POST', at('numbers'), `{"twin":"${id}"}`);
    const shown = await get('numbers', { filter: `id = "${twin.body.id}"`, expand: 'twin' });
    expectRecords([shown.items[0].twin], [row]);
    expectRecords([(await send('PUT', at('numbers', `/${id}`), withList(other))).body], [other]);
    const read = await world.http.get(at('numbers', `/${id}`), { token: world.acme.token });
    expectRecords([read.body], [other]);
    await remove('numbers', [id, twin.body.id]);
  });

  test('answered again to an idempotency key', async () => {
    const key = { 'idempotency-key': 'numbers' };
    const first = await send('POST', at('numbers'), withList(row), key);
    const second = await send('POST', at('numbers'), withList(row), key);
    expect(second.text).toBe(first.text);
    expectRecords([second.body], [row]);
    await remove('numbers', [first.body.id]);
  });

  test('told as before and after of changes', async () => {
    const told = new ToldChanges();
    const { id } = (await send('POST', at('numbers'), withList(row))).body;
    await send('PATCH', at('numbers', `/${id}`), withList(other));
    await remove('numbers', [id]);
    told.stop();
    // As they are passed on.
    const [created, updated, deleted] = JSON.parse(JSON.stringify(told.take().changes)) as Json[];
    expectRecords([created.after, updated.before], [row, row]);
    expectRecords([updated.after, deleted.before], [other, other]);
  });

  test('compared by rules with literals', async () => {
    const rule = row.map((text, index) => `n${index} = ${text}`).join(' && ');
    await world.define('ruled', numberFields, { ...SIGNED_IN_RULES, create_rule: rule, list_rule: rule });
    expect((await send('POST', at('ruled'), bodyOf(row))).status).toBe(201);
    expect((await send('POST', at('ruled'), bodyOf(other))).body.error).toBe('RECORD_RULE_FAILED');
    expect((await get('ruled', {})).items.map(numbersOf)).toEqual([doublesOf(row)]);
  });

  test('as defaults of new records, and filled into those that exist', async () => {
    const { token } = world.superadmin;
    const fields = (texts: readonly string[], from: number): string[] =>
      texts.map((text, index) => `{"name":"n${from + index}","type":"number","default":${text}}`);
    const half = WIDTH / 2;
    const first = fields(row.slice(0, half), 0);
    const rules = JSON.stringify(SIGNED_IN_RULES).slice(1, -1);
    const define = (all: readonly string[]): string => `{"name":"defaults","fields":[${all.join(',')}],${rules}}`;
    const collection = await world.http.call('POST', `${API}/collections`, { token, raw: define(first) });
    expect(collection.status).toBe(201);
    const { id } = (await send('POST', at('defaults'), '{}')).body;
    const all = [...first, ...fields(row.slice(half), half)];
    const path = `${API}/collections/${collection.body.id}`;
    expect((await world.http.call('PUT', path, { token, raw: define(all) })).status).toBe(200);
    const created = await send('POST', at('defaults'), '{}');
    const filled = await world.http.get(at('defaults', `/${id}`), { token: world.acme.token });
    expect([created.body, filled.body].map(numbersOf)).toEqual([doublesOf(row), doublesOf(row)]);
    const filter = row.map((text, index) => `n${index} = ${text}`).join(' && ');
    expect((await get('defaults', { filter })).total).toBe(2);
  });
});
