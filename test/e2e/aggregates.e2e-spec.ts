/** Counts, and groups of records with what is asked of them, through HTTP; aggregates-property has what random ones answer. */
import { ask, BATCH, countOf, createPosts, groupsOf, post } from '../support/grouped-posts';
import type { Json } from '../support/http';
import { API } from '../support/member';
import type { World } from '../support/world';

const MAX_GROUPS = 10_000;

let world: World;

beforeAll(async () => {
  world = await createPosts();
});
afterAll(() => world?.close());

describe('functions', () => {
  test('are written as the SDK and as the MCP server do', async () => {
    const body = { results: [{ count: 5, sum_price: 8.8 }], total_groups: 1 };
    for (const functions of ['count(),sum(price)', 'COUNT(*), SUM(price)', ' Count( * ) ,sum( price )'])
      expect(await ask(world, { functions })).toMatchObject({ status: 200, body });
  });

  test('leave nulls out, and count what is not null', async () => {
    const functions = 'count(),count(price),count(meta),count(distinct status),avg(price),min(price),max(price)';
    expect(await groupsOf(world, { functions })).toEqual([
      {
        count: 5,
        count_price: 4,
        count_meta: 1,
        count_distinct_status: 2,
        avg_price: 2.2,
        min_price: -1.5,
        max_price: 10,
      },
    ]);
  });

  test('find texts by their characters, and times as records have them', async () => {
    const functions = 'min(title),max(title),min(due),max(at),max(id)';
    const [group] = await groupsOf(world, { functions, filter: 'price > 0' });
    expect(group).toMatchObject({
      min_title: 'B',
      max_title: 'b',
      min_due: '2025-12-29',
      max_at: '2026-01-01T08:30:00.000Z',
    });
    expect(group.max_id).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('of nothing are null, and the count 0', async () => {
    const nothing = { functions: 'count(),count(price),sum(price),avg(price),min(title)', filter: 'price > 1000' };
    const group = { count: 0, count_price: 0, sum_price: null, avg_price: null, min_title: null };
    expect(await groupsOf(world, nothing)).toEqual([group]);
    expect((await ask(world, { ...nothing, group_by: 'status' })).body).toEqual({ results: [], total_groups: 0 });
  });

  test('add up exactly, in whatever order', async () => {
    await world.define('sums', [
      { name: 'n', type: 'number' },
      { name: 'g', type: 'text' },
    ]);
    const large = Array.from({ length: 12 }, () => 60_000_000_000);
    const cases: readonly (readonly [group: string, numbers: readonly number[], sum: number | null])[] = [
      ['cancelled', [1e300, 1, -1e300, 2 ** -1074, 0.1], 1.1],
      ['tenths', Array.from({ length: 10 }, () => 0.1), 1],
      ['halfway', [2 ** 53, 1, 2 ** -1074], 2 ** 53 + 2],
      ['smallest', [5e-324, 5e-324, 5e-324], 1.5e-323],
      ['largest', [1.7976931348623157e308, 1e292, -1e292], 1.7976931348623157e308],
      ['too large', [1.7976931348623157e308, 1.7976931348623157e308], null],
      ['negative', [-0.1, -0.2, -1e20, 1e20], -0.30000000000000004],
      ['zero', [0, 0], 0],
      ['far from each other', [...large, 0.001], 720_000_000_000.001],
      ['far from each other, cancelled', [...large, 0.001, 0.002, ...large.map((n) => -n)], 0.003],
    ];
    const records = cases.flatMap(([g, numbers]) => numbers.map((n) => ({ g, n })));
    await post(world, 'sums', records, world.acme);
    await post(world, 'sums', records.toReversed(), world.twin);
    const sums = Object.fromEntries(cases.map(([group, , sum]) => [group, sum]));
    for (const member of [world.acme, world.twin]) {
      const found = await groupsOf(world, { functions: 'sum(n)', group_by: 'g' }, member, 'sums');
      expect(Object.fromEntries(found.map(({ g, sum_n }: Json) => [g, sum_n]))).toEqual(sums);
    }
  });
});

describe('groups', () => {
  test('are in the order of their keys, null first', async () => {
    expect((await ask(world, { functions: 'count(),sum(price)', group_by: 'status' })).body).toEqual({
      results: [
        { status: null, count: 1, sum_price: null },
        { status: 'draft', count: 2, sum_price: 0.30000000000000004 },
        { status: 'live', count: 2, sum_price: 8.5 },
      ],
      total_groups: 3,
    });
  });

  test('are told apart by several keys of any type with single values', async () => {
    const [group] = await groupsOf(world, {
      functions: 'count()',
      group_by: 'status,hot,price,at,created_by',
      filter: 'hot = true',
    });
    const { userId } = world.acme;
    const times = { at: '2026-01-01T08:30:00.000Z', created_by: userId };
    expect(group).toEqual({ status: 'draft', hot: true, price: 0.1, ...times, count: 1 });
  });

  test.each([
    ['year(at)', 'year_at', [null, '2026']],
    ['Month( due )', 'month_due', [null, '2025-12', '2026-01', '2026-03']],
    ['week(due)', 'week_due', [null, '2026-W01', '2026-W09']],
    ['day(at)', 'day_at', [null, '2026-01-01']],
    ['hour(at)', 'hour_at', [null, '2026-01-01T01', '2026-01-01T08']],
  ])('%s is the part of the calendar in UTC', async (group_by, name, expected) => {
    const found = await groupsOf(world, { functions: 'count()', group_by });
    expect(found.map((group: Json) => group[name])).toEqual(expected);
  });

  test('are sorted by what is answered, and cut, which the number of all of them tells', async () => {
    const query = { functions: 'count(),sum(price)', group_by: 'status' };
    const statuses = async (sort: string): Promise<Json> =>
      (await groupsOf(world, { ...query, sort })).map(({ status }: Json) => status);
    expect(await statuses('-sum_price')).toEqual(['live', 'draft', null]);
    expect(await statuses('-COUNT(*),-status')).toEqual(['live', 'draft', null]);
    expect(await statuses('-count')).toEqual(['draft', 'live', null]);
    const cut = await ask(world, { ...query, sort: '-sum(price)', limit: '1' });
    expect(cut.body).toMatchObject({ results: [{ status: 'live' }], total_groups: 3 });
  });

  test(`are ${MAX_GROUPS} at most`, async () => {
    await world.define('many', [{ name: 'n', type: 'number' }]);
    for (let first = 0; first <= MAX_GROUPS; first += BATCH) {
      const length = Math.min(BATCH, MAX_GROUPS + 1 - first);
      await post(
        world,
        'many',
        Array.from({ length }, (_, index) => ({ n: first + index })),
        world.acme,
      );
    }
    const { body } = await ask(world, { functions: 'sum(n)', group_by: 'n' }, world.acme, 'many');
    expect([body.results.length, body.results.at(-1), body.total_groups]).toEqual([
      MAX_GROUPS,
      { n: MAX_GROUPS - 1, sum_n: MAX_GROUPS - 1 },
      MAX_GROUPS + 1,
    ]);
    const beyond = await ask(world, { functions: 'count()', limit: String(MAX_GROUPS + 1) });
    expect(beyond).toMatchObject({ status: 400, body: { error: 'QUERY_PARAMETER', field: 'limit' } });
  });
});

describe('having', () => {
  test.each([
    ['count() > 1', ['draft', 'live']],
    ['COUNT(*) > 1 AND sum(price) > 1', ['live']],
    ['count = 1 or sum_price >= 8.5', [null, 'live']],
    ['!(count(distinct hot) = 2) && max(title) != "e"', ['live']],
    ['max_title ~ "B" || max_title ~ "D"', ['draft', 'live']],
    ['min(due) < "2026-02-01"', ['draft']],
    ['sum_price IS NULL', [null]],
    ['round(sum(price), 0) IN (0, 9)', ['draft', 'live']],
  ])('%s', async (having, expected) => {
    const functions = 'count(),sum(price),count(distinct hot),max(title),min(due)';
    const found = await groupsOf(world, { functions, group_by: 'status', having });
    expect(found.map(({ status }: Json) => status)).toEqual(expected);
  });

  test('has values of its own beside those of the filter and of the rule', async () => {
    const query = { functions: 'count()', group_by: 'status', status: 'live' };
    expect(await groupsOf(world, { ...query, filter: 'price > -2', having: 'count > 1' })).toHaveLength(1);
    expect(await groupsOf(world, { ...query, filter: 'price > 1', having: 'count > 1' })).toHaveLength(0);
    expect(await groupsOf(world, { ...query, filter: 'price > -2', having: 'count > 2' })).toHaveLength(0);
  });
});

describe('count', () => {
  test('is exact, under the rule and the filter', async () => {
    expect(await countOf(world, {})).toMatchObject({ status: 200, body: { count: 5 } });
    expect((await countOf(world, { filter: 'price > 0', status: 'draft' })).body).toEqual({ count: 2 });
    expect((await countOf(world, { filter: 'author.name = "Hidden"' })).body).toEqual({ count: 0 });
    expect((await countOf(world, {}, world.superadmin)).body).toEqual({ count: 12 });
  });

  test.each([{ limit: '1' }, { sort: 'title' }, { nope: '1' }])('refuses %j', async (query) => {
    const [name] = Object.keys(query);
    expect(await countOf(world, query)).toMatchObject({ status: 400, body: { error: 'QUERY_PARAMETER', field: name } });
  });
});

test('what is remembered ends with the next write to any collection that it was found in', async () => {
  await world.define('owners', [{ name: 'name', type: 'text' }]);
  const owner = { name: 'owner', type: 'reference', collection: 'owners', on_delete: 'set_null' };
  await world.define('things', [{ name: 'n', type: 'number' }, owner]);
  const [ann] = await post(world, 'owners', [{ name: 'Ann' }], world.acme);
  const groups = (): Promise<Json> =>
    groupsOf(world, { functions: 'sum(n)', group_by: 'owner.name' }, world.acme, 'things');
  expect(await groups()).toEqual([]);
  await post(world, 'things', [{ n: 1, owner: ann }], world.acme);
  expect(await groups()).toEqual([{ 'owner.name': 'Ann', sum_n: 1 }]);
  expect(await groups()).toEqual([{ 'owner.name': 'Ann', sum_n: 1 }]);
  await world.http.patch(`${API}/records/owners/${ann}`, { name: 'Bea' }, { token: world.acme.token });
  expect(await groups()).toEqual([{ 'owner.name': 'Bea', sum_n: 1 }]);
  expect(await groupsOf(world, { functions: 'sum(n)', group_by: 'owner.name' }, world.twin, 'things')).toEqual([]);
});
