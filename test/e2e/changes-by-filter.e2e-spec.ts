/** A filter selects what is changed or deleted, all or none, and only if it is as much as was expected. */
import { Database } from '#server/infrastructure/database/database';
import { tableObserver } from '../support/changes';
import { eventually } from '../support/eventually';
import { HookedWorld } from '../support/hooked-world';
import type { Answer, Json } from '../support/http';
import { addUser } from '../support/insiders';
import { API, type Member } from '../support/member';
import type { World } from '../support/world';

const SIGNED_IN = '@request.auth.id != ""';
const LIMIT = 50;

let hooked: HookedWorld;
let world: World;
let user: Member;
let group = 0;

beforeAll(async () => {
  hooked = await HookedWorld.create({ SNACKBASE_MAX_WRITE_ROWS: String(LIMIT), SNACKBASE_MAX_ANSWER_SIZE: '65536' });
  ({ world } = hooked);
  await world.define('teams', [{ name: 'name', type: 'text' }], { view_rule: 'name != "secret"' });
  await world.define(
    'goods',
    [
      { name: 'group', type: 'text' },
      { name: 'state', type: 'text', default: 'open' },
      { name: 'stock', type: 'number' },
      { name: 'code', type: 'text', unique: true },
      { name: 'mail', type: 'email', pii: true, mask_type: 'email' },
      { name: 'inner', type: 'text', access: { read: '@has_role("admin")', write: '@has_role("admin")' } },
      { name: 'fixed', type: 'text' },
      { name: 'team', type: 'reference', collection: 'teams', on_delete: 'restrict' },
      { name: 'parent', type: 'reference', collection: 'goods', on_delete: 'cascade' },
      { name: 'tags', type: 'reference', collection: 'teams', options: { multiple: true }, on_delete: 'set_null' },
    ],
    {
      list_rule: `${SIGNED_IN} && (state != "hidden" || @has_role("admin"))`,
      update_rule: `state != "locked" && (state != "own" || created_by = @request.auth.id) && (!isset(@request.data.state) || @request.data.state != "never")`,
      delete_rule: 'state != "locked"',
      update_fields: 'group,state,stock,code,mail,inner,team,parent,tags',
    },
  );
  user = await addUser(world, world.acme, 'user@acme.example');
});
afterEach(() => hooked.clear());
afterAll(() => world?.close());

const at = (query: string): string => `${API}/records/goods${query}`;
const select = (filter: string, more: string): string => at(`?filter=${encodeURIComponent(filter)}&${more}`);

/** Records of a group of their own, with these members. */
async function goods(
  records: readonly object[],
  as: Member = world.acme,
  name = `g${(group += 1)}`,
): Promise<{ name: string; ids: string[] }> {
  const body = { records: records.map((record) => ({ group: name, ...record })) };
  const answer = await world.http.post(at('/batch'), body, { token: as.token });
  if (answer.status !== 201) throw new Error(answer.text);
  return { name, ids: answer.body.created.map(({ id }: Json) => id) };
}

const patch = (filter: string, more: string, body: unknown, { token }: Member = world.acme): Promise<Answer> =>
  world.http.patch(select(filter, more), body, { token });
const remove = (filter: string, more: string, { token }: Member = world.acme): Promise<Answer> =>
  world.http.call('DELETE', select(filter, more), { token });

async function stored(name: string, as: Member = world.acme): Promise<Json[]> {
  const filter = encodeURIComponent(`group = '${name}'`);
  const answer = await world.http.get(at(`?filter=${filter}&sort=created_at&limit=100`), { token: as.token });
  return answer.body.items;
}

/** The answer to something that changes no record of any account. */
async function refused(work: () => Promise<Answer>): Promise<Answer> {
  const changes = await tableObserver(world.server.app.get(Database, { strict: false }))();
  const answer = await work();
  expect(await changes()).toEqual([]);
  return answer;
}

test('a change is counted first, and then made to as many as were expected', async () => {
  const { name } = await goods([{ stock: 1 }, { stock: 2 }, { stock: 3 }]);
  const filter = `group = '${name}' && stock < 3`;
  const dry = await refused(() => patch(filter, 'dry_run=true', { state: 'sold' }));
  expect([dry.status, dry.body]).toEqual([200, { count: 2, dry_run: true }]);
  const done = await patch(filter, 'expect=2', { state: 'sold', tags: [], stock: 0 });
  expect([done.status, done.body]).toEqual([200, { count: 2, dry_run: false }]);
  expect((await stored(name)).map(({ state, stock }) => [state, stock])).toEqual([
    ['sold', 0],
    ['sold', 0],
    ['open', 3],
  ]);
  expect((await refused(() => patch(filter, 'expect=0', { state: 'x' }))).status).toBe(409);
  expect((await refused(() => patch(`${filter} && stock > 9`, 'expect=0', { state: 'x' }))).body.count).toBe(0);
});

test('a deletion is counted first, and takes with it what goes with its records', async () => {
  const { name, ids } = await goods([{}, {}]);
  const children = await goods([{ parent: ids[0] }, { parent: ids[0] }, { parent: ids[1] }]);
  const filter = `id = '${ids[0]}'`;
  expect((await refused(() => remove(filter, 'dry_run=1'))).body).toEqual({ count: 1, dry_run: true });
  expect((await remove(filter, 'expect=1')).body).toEqual({ count: 1, dry_run: false });
  expect([(await stored(name)).length, (await stored(children.name)).length]).toEqual([1, 1]);
});

test('records that other records need are not deleted, and neither are the others', async () => {
  const team = (await world.http.post(`${API}/records/teams`, { name: 'needed' }, { token: world.acme.token })).body.id;
  await goods([{ team }]);
  const path = `${API}/records/teams?filter=${encodeURIComponent(`id = '${team}'`)}&expect=1`;
  const answer = await refused(() => world.http.call('DELETE', path, { token: world.acme.token }));
  expect([answer.status, answer.body.error]).toEqual([409, 'RECORD_IN_USE']);
});

describe('the number', () => {
  test('is told where another was expected', async () => {
    const { name } = await goods([{}, {}, {}]);
    for (const expect_ of [2, 4, 50]) {
      for (const change of [
        patch(`group = '${name}'`, `expect=${expect_}`, {}),
        remove(`group = '${name}'`, `expect=${expect_}`),
      ]) {
        const answer = await change;
        expect([answer.status, answer.body]).toMatchObject([
          409,
          { error: 'RECORD_COUNT_DIFFERS', expect: expect_, count: 3 },
        ]);
      }
    }
    expect(await stored(name)).toHaveLength(3);
  });

  test('is limited, and told', async () => {
    const { name } = await goods(Array.from({ length: LIMIT }, () => ({})));
    await goods([{}], world.acme, name);
    for (const more of [`expect=${LIMIT + 1}`, `expect=${LIMIT}`, 'expect=1', 'expect=9007199254740991']) {
      const answer = await refused(() => patch(`group = '${name}'`, more, { state: 'x' }));
      expect([answer.status, answer.body]).toMatchObject([
        422,
        { error: 'RECORD_TOO_MANY_ROWS', count: LIMIT + 1, limit: LIMIT },
      ]);
    }
    expect((await remove(`group = '${name}'`, 'dry_run=true')).body.count).toBe(LIMIT + 1);
  });

  test('is limited in bytes as well', async () => {
    const large = Array.from({ length: 5 }, () => ({ fixed: 'x'.repeat(10_000) }));
    const { name } = await goods(large);
    await goods(large, world.acme, name);
    const filter = `group = '${name}'`;
    for (const change of [() => patch(filter, 'expect=10', { state: 'x' }), () => remove(filter, 'expect=10')]) {
      const answer = await refused(change);
      expect([answer.status, answer.body.error]).toEqual([422, 'QUERY_TOO_COMPLEX']);
    }
    expect((await patch(filter, 'dry_run=true', {})).body.count).toBe(10);
  });
});

describe('rules', () => {
  test('what the caller cannot list or change is neither selected nor counted', async () => {
    const { name } = await goods([{}, { state: 'hidden' }, { state: 'locked' }, { state: 'own' }]);
    const filter = `group = '${name}'`;
    const count = async (as: Member) => (await patch(filter, 'dry_run=true', {}, as)).body.count;
    expect([await count(world.acme), await count(user), await count(world.twin)]).toEqual([3, 1, 0]);
    expect((await remove(filter, 'dry_run=true', user)).body.count).toBe(2);
    expect((await patch(filter, 'expect=1', { stock: 7 }, user)).status).toBe(200);
    expect((await stored(name)).map(({ stock }) => stock)).toEqual([7, null, null, null]);
  });

  test('the update rule holds for the body, and for the records as they become', async () => {
    const { name } = await goods([{}, {}]);
    const filter = `group = '${name}'`;
    expect((await patch(filter, 'dry_run=true', { state: 'never' })).body.count).toBe(0);
    const locked = await refused(() => patch(filter, 'expect=2', { state: 'locked' }));
    expect([locked.status, locked.body]).toMatchObject([400, { error: 'RECORD_RULE_FAILED' }]);
    expect(locked.body.index).toBeUndefined();
  });

  test('a rule that asks for other records sees them as they were', async () => {
    await world.define(
      'steps',
      [
        { name: 'done', type: 'boolean' },
        { name: 'before', type: 'reference', collection: 'steps', on_delete: 'set_null' },
      ],
      { update_rule: 'before IS NULL || before.done = false' },
    );
    const path = `${API}/records/steps`;
    const { token } = world.acme;
    const first = (await world.http.post(path, { done: false }, { token })).body.id;
    await world.http.post(path, { done: false, before: first }, { token });
    const change = (done: boolean) => world.http.patch(`${path}?filter=id != ""&expect=2`, { done }, { token });
    expect((await change(true)).body).toEqual({ count: 2, dry_run: false });
    expect((await change(false)).body).toMatchObject({ error: 'RECORD_COUNT_DIFFERS', count: 1 });
  });

  test('locked ones refuse, and a key needs the scopes to list and to change', async () => {
    await world.define('logs', [{ name: 'line', type: 'text' }], { update_rule: null, list_rule: SIGNED_IN });
    await world.define('blind', [{ name: 'line', type: 'text' }], { list_rule: null });
    for (const collection of ['logs', 'blind']) {
      const call = { token: world.acme.token };
      const answer = await world.http.patch(`${API}/records/${collection}?filter=line != ""&dry_run=true`, {}, call);
      expect([answer.status, answer.body.error]).toEqual([403, 'RULE_LOCKED']);
    }
    const statuses: number[] = [];
    for (const scopes of [['goods:update'], ['goods:list'], ['goods:list', 'goods:update']]) {
      const body = { name: 'limited', scopes };
      const { key } = (await world.http.post(`${API}/admin/api-keys`, body, { token: world.acme.token })).body;
      statuses.push(
        (await world.http.patch(select('id = ""', 'expect=0'), {}, { headers: { 'x-api-key': key } })).status,
      );
    }
    expect(statuses).toEqual([403, 403, 200]);
    expect((await world.http.patch(select('id = ""', 'expect=0'), {})).status).toBe(401);
  });
});

describe('fields', () => {
  test('that are hidden or masked select nothing', async () => {
    await goods([{ mail: 'ada@acme.example', inner: 'x' }]);
    const hidden = await patch('inner = "x"', 'dry_run=true', {}, user);
    const unknown = await patch('innes = "x"', 'dry_run=true', {}, user);
    expect([hidden.status, hidden.body.message.replace('inner', '')]).toEqual([
      400,
      unknown.body.message.replace('innes', ''),
    ]);
    const masked = await remove('mail = "ada@acme.example"', 'dry_run=true', user);
    expect([masked.status, masked.body.message]).toEqual([400, expect.stringContaining('masked')]);
    expect((await patch('mail = "ada@acme.example"', 'dry_run=true', {})).body.count).toBe(1);
  });

  test('behind relations are those that the caller may view', async () => {
    const { token } = world.superadmin;
    const secret = { name: 'secret', account_id: world.acme.accountId };
    const team = (await world.http.post(`${API}/records/teams`, secret, { token })).body.id;
    const { name } = await goods([{ team }]);
    expect((await patch(`group = '${name}' && team.name = 'secret'`, 'dry_run=true', {})).body.count).toBe(0);
    expect((await patch(`group = '${name}' && team != null`, 'dry_run=true', {})).body.count).toBe(1);
  });

  test('that are not to be written are left out and named, and masked values are refused', async () => {
    const { name } = await goods([{ fixed: 'old', mail: 'ada@acme.example' }]);
    const filter = `group = '${name}'`;
    const answer = await patch(filter, 'expect=1', { fixed: 'new', state: 'x' });
    expect([answer.status, answer.headers.get('x-ignored-fields')]).toEqual([200, 'fixed']);
    expect(await stored(name)).toMatchObject([{ fixed: 'old', state: 'x' }]);
    const masked = await refused(() => patch(filter, 'expect=1', { mail: 'a***@acme.example' }, user));
    expect([masked.status, masked.body.details]).toMatchObject([422, [{ code: 'masked_value' }]]);
    const hidden = await refused(() => patch(filter, 'expect=1', { inner: 'x' }, user));
    expect([hidden.status, hidden.body.details]).toMatchObject([422, [{ code: 'unknown_field' }]]);
  });

  test('that are unique can be given to one record, and not to two', async () => {
    const { name } = await goods([{ stock: 1 }, { stock: 2 }]);
    expect((await patch(`group = '${name}' && stock = 1`, 'expect=1', { code: `${name}-1` })).status).toBe(200);
    const answer = await refused(() => patch(`group = '${name}'`, 'expect=2', { code: `${name}-2` }));
    expect([answer.status, answer.body]).toMatchObject([409, { error: 'RECORD_NOT_UNIQUE', field: 'code' }]);
  });
});

describe('hooks', () => {
  test('hear of each record, and may change each in its own way', async () => {
    const { name, ids } = await goods([{}, {}]);
    hooked.on('on_record_before_update', 'each', (event) => {
      event.data['code'] = `${name}-${ids.indexOf(event.id)}`;
    });
    expect((await patch(`group = '${name}'`, 'expect=2', { state: 'x' })).status).toBe(200);
    expect((await stored(name)).map(({ state, code }) => [state, code])).toEqual([
      ['x', `${name}-0`],
      ['x', `${name}-1`],
    ]);
  });

  test('are told of each record afterwards, as it was and as it is', async () => {
    const { name } = await goods([{ stock: 1 }, { stock: 2 }]);
    const told: unknown[] = [];
    hooked.on('on_record_after_update', 'told', ({ id, before, record }) => {
      told.push([before!['state'], before!['stock'], record!['state'], record!['stock'], record!['id'] === id]);
    });
    expect((await patch(`group = '${name}'`, 'expect=2', { state: 'told' })).status).toBe(200);
    await eventually(() => told.length === 2);
    expect(told.toSorted()).toEqual([
      ['open', 1, 'told', 1, true],
      ['open', 2, 'told', 2, true],
    ]);
  });

  test('that narrow lists narrow what is selected', async () => {
    const { name } = await goods([{ stock: 1 }, { stock: 2 }]);
    hooked.on('on_record_before_query', 'narrow', ({ narrow }) => narrow('stock = 2'));
    expect((await remove(`group = '${name}'`, 'expect=2')).body).toMatchObject({ count: 1, expect: 2 });
    expect((await remove(`group = '${name}'`, 'expect=1')).status).toBe(200);
    await hooked.clear();
    expect(await stored(name)).toMatchObject([{ stock: 1 }]);
  });

  test('may take time: what has changed meanwhile is found out', async () => {
    const { name, ids } = await goods([{}, {}]);
    const { token } = world.acme;
    hooked.on('on_record_before_delete', 'meddle', async ({ id }) => {
      if (id === ids[1]) await world.http.patch(at(`/${ids[0]}`), { group: 'elsewhere' }, { token });
    });
    const answer = await remove(`group = '${name}'`, 'expect=2');
    expect([answer.status, answer.body]).toMatchObject([409, { error: 'RECORD_COUNT_DIFFERS', expect: 2, count: 1 }]);
    expect(await stored(name)).toHaveLength(1);
  });
});

describe('bad input', () => {
  test.each([
    ['no filter', '?expect=1', 'filter'],
    ['an empty filter', '?filter=&expect=1', 'filter'],
    ['no number', '?filter=stock = 1', 'expect'],
    ['an empty number', '?filter=stock = 1&expect=', 'expect'],
    ['a number below zero', '?filter=stock = 1&expect=-1', 'expect'],
    ['no whole number', '?filter=stock = 1&expect=1.5', 'expect'],
    ['a number twice', '?filter=stock = 1&expect=1&expect=1', 'expect'],
    ['no answer to dry_run', '?filter=stock = 1&dry_run=maybe', 'dry_run'],
    ['an equality', '?filter=stock = 1&expect=1&state=x', 'state'],
    ['a parameter of lists', '?filter=stock = 1&expect=1&limit=1', 'limit'],
  ])('%s', async (_name, query, field) => {
    for (const method of ['PATCH', 'DELETE']) {
      const body = method === 'PATCH' ? { body: { state: 'x' } } : {};
      const answer = await refused(() => world.http.call(method, at(query), { token: world.acme.token, ...body }));
      expect([answer.status, answer.body]).toMatchObject([400, { error: 'QUERY_PARAMETER', field }]);
    }
  });

  test.each([
    ['syntax', 'stock = = 1', 400],
    ['an unknown field', 'nothing = 1', 400],
    ['a value of the request', '@request.auth.id = "x"', 400],
    ['very many nodes', Array(400).fill('stock = 1').join(' || '), 400],
    ['very deep', `${'('.repeat(500)}stock = 1${')'.repeat(500)}`, 400],
  ])('a filter with %s', async (_name, filter, status) => {
    expect((await refused(() => patch(filter, 'expect=1', { state: 'x' }))).status).toBe(status);
    expect((await refused(() => remove(filter, 'expect=1'))).status).toBe(status);
  });

  test.each([
    ['no object', ['state'], 422],
    ['nothing at all', undefined, 422],
    ['an unknown field', { nothing: 1 }, 422],
    ['a system field', { id: 'x' }, 422],
    ['a value of another type', { stock: 'x' }, 422],
    ['a reference to nothing', { team: '01980000-0000-7000-8000-000000000000' }, 422],
  ])('a body that has %s', async (_name, body, status) => {
    const { name } = await goods([{}, {}]);
    expect((await refused(() => patch(`group = '${name}'`, 'expect=2', body))).status).toBe(status);
  });

  test('If-Match, unknown collections, and a superadmin who names no account', async () => {
    const call = { token: world.acme.token, headers: { 'if-match': '"1"' } };
    expect((await world.http.patch(select('stock = 1', 'expect=0'), {}, call)).body.error).toBe('IF_MATCH_INVALID');
    expect((await world.http.call('DELETE', select('stock = 1', 'expect=0'), call)).body.error).toBe(
      'IF_MATCH_INVALID',
    );
    const nothing = await world.http.patch(
      `${API}/records/nothing?filter=id = ""&expect=0`,
      {},
      { token: world.acme.token },
    );
    expect(nothing.status).toBe(404);
    const wide = await patch('stock = 1', 'dry_run=true', {}, world.superadmin);
    expect([wide.status, wide.body.error]).toEqual([422, 'BATCH_SEVERAL_ACCOUNTS']);
    const { name } = await goods([{ state: 'hidden' }], world.twin);
    const narrow = { token: world.superadmin.token, headers: { 'X-Account-ID': world.twin.slug } };
    const answer = await world.http.patch(select(`group = '${name}'`, 'expect=1'), { stock: 1 }, narrow);
    expect([answer.status, await stored(name, world.twin)]).toMatchObject([200, [{ stock: 1 }]]);
  });
});

test('changes of the same records at the same time: each is whole, or is told the number', async () => {
  const { name } = await goods(Array.from({ length: 20 }, () => ({ stock: 0 })));
  const all = Array.from({ length: 8 }, (_, n) =>
    patch(`group = '${name}' && stock = 0`, 'expect=20', { stock: n + 1 }),
  );
  const answers = await Promise.all(all);
  const done = answers.filter(({ status }) => status === 200);
  expect(done).toHaveLength(1);
  expect(answers.filter((answer) => answer !== done[0]).map(({ body }) => [body.error, body.count])).toEqual(
    Array.from({ length: 7 }, () => ['RECORD_COUNT_DIFFERS', 0]),
  );
  expect(new Set((await stored(name)).map(({ stock }) => stock)).size).toBe(1);
});
