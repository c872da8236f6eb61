/** What counts and aggregates refuse, and to whom they show which records. */
import { FieldAccess } from '#domain/query/field-access';
import { nameOf } from '#domain/rules/column-resolver';
import { ask, countOf, createPosts, groupsOf, post, type Query } from '../support/grouped-posts';
import { TestHooks } from '../support/hooks/test-hooks';
import type { Answer, Json } from '../support/http';
import { API } from '../support/member';
import { expectErrorBody } from '../support/scenario';
import type { World } from '../support/world';

let world: World;
let hooks: TestHooks;

beforeAll(async () => {
  world = await createPosts();
  hooks = new TestHooks(world.server);
});
afterEach(() => {
  hooks.clear();
  jest.restoreAllMocks();
});
afterAll(() => world?.close());

test.each<readonly [Query, number, string, string]>([
  [{}, 422, 'QUERY_FUNCTIONS_MISSING', "'functions' is missing"],
  [{ functions: ' , ' }, 422, 'QUERY_FUNCTIONS_MISSING', "'functions' is missing"],
  [{ functions: 'cuont()' }, 400, 'QUERY_AGGREGATE_UNKNOWN_NAME', "did you mean 'count'?"],
  [{ functions: 'sum(prize)' }, 400, 'QUERY_AGGREGATE_UNKNOWN_NAME', "did you mean 'price'?"],
  [{ functions: 'sum(author.name)' }, 400, 'QUERY_AGGREGATE_TYPE', "fields of 'posts' itself"],
  [{ functions: 'sum(title)' }, 400, 'QUERY_AGGREGATE_TYPE', "'title' is text"],
  [{ functions: 'avg(due)' }, 400, 'QUERY_AGGREGATE_TYPE', "'due' is date"],
  [{ functions: 'min(hot)' }, 400, 'QUERY_AGGREGATE_TYPE', "'hot' is boolean"],
  [{ functions: 'max(status)' }, 400, 'QUERY_AGGREGATE_TYPE', "'status' is select"],
  [{ functions: 'count(tags)' }, 400, 'QUERY_AGGREGATE_TYPE', 'several values'],
  [{ functions: 'count(authors)' }, 400, 'QUERY_AGGREGATE_TYPE', 'several values'],
  [{ functions: 'count(distinct meta)' }, 400, 'QUERY_AGGREGATE_TYPE', 'json'],
  [{ functions: 'sum(distinct price)' }, 400, 'QUERY_AGGREGATE_SYNTAX', 'DISTINCT'],
  [{ functions: 'sum()' }, 400, 'QUERY_AGGREGATE_SYNTAX', "'sum' takes a field"],
  [{ functions: 'count(distinct *)' }, 400, 'QUERY_AGGREGATE_SYNTAX', 'takes a field'],
  [{ functions: 'price' }, 400, 'QUERY_AGGREGATE_SYNTAX', 'no function'],
  [{ functions: 'sum(price); DROP TABLE users' }, 400, 'QUERY_AGGREGATE_SYNTAX', 'no function'],
  [{ functions: 'sum("price")' }, 400, 'QUERY_AGGREGATE_SYNTAX', 'no function'],
  [{ functions: 'count(),COUNT(*)' }, 400, 'QUERY_AGGREGATE_SYNTAX', "'count' would be in the answer twice"],
  [{ functions: 'count()', group_by: 'status,status' }, 400, 'QUERY_AGGREGATE_SYNTAX', "'status' would be"],
  [{ functions: 'sum(price),'.repeat(21) }, 400, 'QUERY_AGGREGATE_LIMIT', 'At most 20'],
  [{ functions: 'x'.repeat(5000) }, 400, 'QUERY_PARAMETER', 'longer than'],
  [{ functions: 'count()', group_by: 'title,status,price,due,at,hot' }, 400, 'QUERY_AGGREGATE_LIMIT', 'At most 5'],
  [{ functions: 'count()', group_by: 'statuz' }, 400, 'QUERY_AGGREGATE_UNKNOWN_NAME', "Unknown field 'statuz'"],
  [{ functions: 'count()', group_by: 'tags' }, 400, 'QUERY_AGGREGATE_TYPE', 'several values'],
  [{ functions: 'count()', group_by: 'authors.name' }, 400, 'QUERY_AGGREGATE_TYPE', 'several values'],
  [{ functions: 'count()', group_by: 'meta' }, 400, 'QUERY_AGGREGATE_TYPE', 'no order'],
  [{ functions: 'count()', group_by: 'decade(at)' }, 400, 'QUERY_AGGREGATE_UNKNOWN_NAME', 'known are year, month'],
  [{ functions: 'count()', group_by: 'month()' }, 400, 'QUERY_AGGREGATE_SYNTAX', 'takes one date'],
  [{ functions: 'count()', group_by: 'month(title)' }, 400, 'QUERY_AGGREGATE_TYPE', "'title' is text"],
  [{ functions: 'count()', group_by: 'hour(due)' }, 400, 'QUERY_AGGREGATE_TYPE', "'due' is date"],
  [{ functions: 'count()', sort: 'price' }, 400, 'QUERY_AGGREGATE_UNKNOWN_NAME', "'price' is not known"],
  [{ functions: 'count()', sort: 'a,b,c,d,e,f' }, 400, 'QUERY_SORT', 'At most 5'],
  [{ functions: 'count()', limit: '0' }, 400, 'QUERY_PARAMETER', "'limit'"],
  [{ functions: 'count()', having: 'sum(price) > 1' }, 400, 'QUERY_HAVING_UNKNOWN_NAME', "'sum_price'"],
  [{ functions: 'count()', having: 'status = "x"' }, 400, 'QUERY_HAVING_UNKNOWN_NAME', "'status'"],
  [{ functions: 'count()', having: 'count() >' }, 400, 'QUERY_HAVING_SYNTAX', 'at position 10'],
  [{ functions: 'count()', having: 'count() > "x"' }, 400, 'QUERY_HAVING_TYPE', ''],
  [{ functions: 'count()', having: 'count() > @request.auth.id' }, 400, 'QUERY_HAVING_', ''],
  [{ functions: 'count()', having: `${'('.repeat(40)}count() > 1${')'.repeat(40)}` }, 400, 'QUERY_HAVING_LIMIT', ''],
  [{ functions: 'count()', having: `count() > ${'1'.repeat(5000)}` }, 400, 'QUERY_HAVING_LIMIT', ''],
  [{ functions: 'count()', filter: 'nope = 1' }, 400, 'QUERY_FILTER_UNKNOWN_NAME', "'nope'"],
  [{ functions: 'count()', fields: 'id' }, 400, 'QUERY_PARAMETER', "'fields'"],
  [{ functions: 'count()', order_by: 'id' }, 400, 'QUERY_PARAMETER', "'order_by'"],
])('%j is refused', async (query, status, code, message) => {
  const answer = await ask(world, query);
  expectErrorBody(answer);
  expect({ status: answer.status, error: answer.body.error }).toEqual({ status, error: expect.stringContaining(code) });
  expect(answer.body.message).toContain(message);
});

test('an answer that would be too large is refused', async () => {
  await world.define('long', [{ name: 'text', type: 'text' }]);
  for (let index = 0; index < 20; index += 1)
    await post(world, 'long', [{ text: `${index}`.padEnd(250_000, 'x') }], world.acme);
  const query = { functions: 'count()', group_by: 'text', having: 'count() > 0' };
  const answer = await ask(world, query, world.acme, 'long');
  expect(answer).toMatchObject({ status: 422, body: { error: 'QUERY_TOO_COMPLEX' } });
  expect(await groupsOf(world, { ...query, limit: '10' }, world.acme, 'long')).toHaveLength(10);
});

describe('what the reference implementation let through', () => {
  /** What a caller can tell apart, with the name that was tried put out of sight. */
  const told = ({ status, text }: Answer, name: string): string =>
    `${status} ${text.replace(/"request_id":"[^"]*"/, '').replaceAll(name, '*')}`;

  test('W-01: a group by a relation shows no more than an expansion does', async () => {
    const found = await groupsOf(world, { functions: 'count()', group_by: 'author.name' });
    expect(found).toEqual([
      { 'author.name': null, count: 3 },
      { 'author.name': 'Ann', count: 2 },
    ]);
    for (const name of ['name', 'nothing', 'month']) {
      const key = `vault.${name}`;
      expect(await groupsOf(world, { functions: 'count()', group_by: key })).toEqual([{ [key]: null, count: 5 }]);
    }
    const month = await groupsOf(world, { functions: 'count()', group_by: 'month(vault.any)' });
    expect(month).toEqual([{ 'month_vault.any': null, count: 5 }]);
  });

  test.each<readonly [use: string, query: (name: string) => Query]>([
    ['aggregate', (name) => ({ functions: `min(${name})` })],
    ['aggregate', (name) => ({ functions: `count(${name})` })],
    ['aggregate', (name) => ({ functions: `COUNT(DISTINCT ${name})`, having: `count(distinct ${name}) > 0` })],
    ['show', (name) => ({ functions: `max(${name})`, sort: `-max(${name})` })],
    ['group', (name) => ({ functions: 'count()', group_by: name })],
    ['group', (name) => ({ functions: 'count()', group_by: `author.${name}` })],
    ['show', (name) => ({ functions: 'count()', group_by: name, sort: name })],
    ['filter', (name) => ({ functions: 'count()', filter: `${name} = "a"` })],
    ['filter', (name) => ({ functions: 'count()', [name]: 'a' })],
  ])('W-04 B4: a field that is not open for %s is none, whatever is asked: %p', async (use, query) => {
    const access = world.server.app.get(FieldAccess, { strict: false });
    expect((await ask(world, query('name'))).status).toBe(200);
    jest.spyOn(access, 'keyOf').mockReturnValue(`no ${use}`);
    jest
      .spyOn(access, 'admits')
      .mockImplementation((_ctx, _catalog, _of, column, asked) => nameOf(column) !== 'name' || asked !== use);
    const answer = await ask(world, query('name'));
    expect(answer.status).toBe(400);
    expect(told(answer, 'name')).toBe(told(await ask(world, query('nope')), 'nope'));
  });

  test('W-19: rules, filters and keys with the names of system columns mean those of the records', async () => {
    const query = {
      functions: 'count(),count(name)',
      group_by: 'slug',
      filter: 'id != "" && updated_at > "2000-01-01"',
    };
    expect(await groupsOf(world, query)).toEqual([{ slug: null, count: 5, count_name: 0 }]);
  });

  test('W-27: texts are found alike on both engines', async () => {
    const query = { functions: 'count(),max(title)', group_by: 'title', filter: 'title ~ "b"' };
    expect(await groupsOf(world, query)).toHaveLength(2);
    expect(await groupsOf(world, { ...query, having: 'max_title ~ "B"' })).toHaveLength(2);
  });

  test('W-28: no name that is not known reaches the database, and no character of having is dropped', async () => {
    for (const query of [{ functions: 'count(nope)' }, { functions: 'count()', group_by: 'nope' }])
      expect(await ask(world, query)).toMatchObject({ status: 400, body: { error: 'QUERY_AGGREGATE_UNKNOWN_NAME' } });
    for (const having of ['count() > 1 ;', 'count() > 1 # x', '$count() > 1', 'count() => 1', 'count() > 1)'])
      expect(await ask(world, { functions: 'count()', having })).toMatchObject({
        status: 400,
        body: { error: 'QUERY_HAVING_SYNTAX' },
      });
  });
});

describe('whose records', () => {
  test('A13: the caller’s account and what the list rule lets through', async () => {
    expect(await groupsOf(world, { functions: 'sum(price)' }, world.twin)).toEqual([{ sum_price: 8800 }]);
    const all = await groupsOf(
      world,
      { functions: 'count()', group_by: 'account_id', sort: '-count' },
      world.superadmin,
    );
    expect(all.map((group: Json) => group.count)).toEqual([6, 6]);
    const path = `${API}/records/posts/aggregate?functions=count()`;
    const narrowed = await world.http.get(path, { token: world.superadmin.token, headers: { 'X-Account-ID': 'acme' } });
    expect(narrowed.body.results).toEqual([{ count: 6 }]);
  });

  test('nobody’s without a credential, unless the rule is for strangers', async () => {
    await world.define('open', [{ name: 'n', type: 'number' }], { list_rule: '' });
    await world.define('shut', [{ name: 'n', type: 'number' }], { list_rule: null });
    await post(world, 'open', [{ n: 1 }, { n: 2 }], world.acme);
    const headers = { 'X-Account-ID': 'acme' };
    for (const rest of ['aggregate?functions=sum(n)', 'count']) {
      expect(await world.http.get(`${API}/records/posts/${rest}`, { headers })).toMatchObject({ status: 401 });
      expect(await world.http.get(`${API}/records/open/${rest}`, { headers })).toMatchObject({ status: 200 });
      const locked = await world.http.get(`${API}/records/shut/${rest}`, { token: world.acme.token });
      expect(locked).toMatchObject({ status: 403, body: { error: 'RULE_LOCKED' } });
      expect(await world.http.get(`${API}/records/none/${rest}`, { token: world.acme.token })).toMatchObject({
        status: 404,
      });
    }
  });

  test('what hooks narrow a query by', async () => {
    hooks.on('on_record_before_query', 'posts', ({ narrow }) => narrow('status = "draft"'));
    expect(await groupsOf(world, { functions: 'count()', group_by: 'status' })).toEqual([
      { status: 'draft', count: 2 },
    ]);
    expect((await countOf(world, { filter: 'price > 0.1' })).body).toEqual({ count: 1 });
  });
});
