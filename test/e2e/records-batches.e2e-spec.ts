/** A batch means what its records would mean one after another, all or none, and it writes one account. */
import { newId } from '#domain/kernel/ids';
import { Database } from '#server/infrastructure/database/database';
import { tableObserver } from '../support/changes';
import type { Answer, Json } from '../support/http';
import { API, type Member } from '../support/member';
import { createWorld, type World } from '../support/world';

const SIGNED_IN = '@request.auth.id != ""';

let world: World;

const at = (collection: string, rest = ''): string => `${API}/records/${collection}${rest}`;

beforeAll(async () => {
  world = await createWorld();
  await world.define('seats', [
    { name: 'place', type: 'text', unique: true },
    { name: 'guest', type: 'text' },
    { name: 'row', type: 'number' },
  ]);
  await world.define(
    'steps',
    [
      { name: 'title', type: 'text' },
      { name: 'done', type: 'boolean' },
      { name: 'before', type: 'reference', collection: 'steps', on_delete: 'set_null' },
    ],
    { update_rule: `${SIGNED_IN} && (before IS NULL || before.done = true)` },
  );
});
afterAll(() => world?.close());

async function create(collection: string, body: object, { token }: Member = world.acme): Promise<string> {
  const answer = await world.http.post(at(collection), body, { token });
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.body.id;
}

async function show(collection: string, id: string): Promise<Json> {
  return (await world.http.get(at(collection, `/${id}`), { token: world.superadmin.token })).body;
}

function update(collection: string, updates: readonly (readonly [string, object])[], as = world.acme): Promise<Answer> {
  const records = updates.map(([id, data]) => ({ id, data }));
  return world.http.patch(at(collection, '/batch'), { records }, { token: as.token });
}

/** The answer to something that changes no record of any account. */
async function refused(work: () => Promise<Answer>): Promise<Answer> {
  const changes = await tableObserver(world.server.app.get(Database, { strict: false }))();
  const answer = await work();
  expect(await changes()).toEqual([]);
  return answer;
}

describe('an id twice', () => {
  test('is updated twice, the second time from what the first one made of it', async () => {
    const [first, other] = [await create('seats', { guest: 'a', row: 1 }), await create('seats', { guest: 'b' })];
    const answer = await update('seats', [
      [first, { guest: 'c' }],
      [other, { guest: 'd' }],
      [first, { row: 2 }],
    ]);
    expect(answer.status).toBe(200);
    expect(answer.body.updated).toMatchObject([
      { id: first, guest: 'c', row: 1 },
      { id: other, guest: 'd' },
      { id: first, guest: 'c', row: 2 },
    ]);
    const got = await world.http.get(at('seats', `/${first}`), { token: world.acme.token });
    expect([got.body, got.headers.get('etag')]).toMatchObject([{ guest: 'c', row: 2 }, '"3"']);
  });

  test('takes a value and gives it up again', async () => {
    const [first, other] = [await create('seats', { place: 'A1' }), await create('seats', {})];
    const moves: [string, object][] = [
      [first, { place: 'A2' }],
      [other, { place: 'A1' }],
      [first, { place: null }],
      [other, { place: 'A2' }],
    ];
    expect((await update('seats', moves)).status).toBe(200);
    expect([(await show('seats', first)).place, (await show('seats', other)).place]).toEqual([null, 'A2']);
  });

  test('is deleted once, and counts once', async () => {
    const id = await create('seats', {});
    const body = { ids: [id, id] };
    const answer = await world.http.call('DELETE', at('seats', '/batch'), { token: world.acme.token, body });
    expect([answer.status, answer.body]).toEqual([200, { deleted: [id], count: 1 }]);
    expect((await show('seats', id)).error).toBe('RECORD_NOT_FOUND');
  });
});

describe('unique values that move inside the batch', () => {
  test('may move to a record once the one before has given them up', async () => {
    const [first, second] = [await create('seats', { place: 'B1' }), await create('seats', { place: 'B2' })];
    const answer = await update('seats', [
      [first, { place: 'B3' }],
      [second, { place: 'B1' }],
    ]);
    expect(answer.status).toBe(200);
    expect([(await show('seats', first)).place, (await show('seats', second)).place]).toEqual(['B3', 'B1']);
  });

  test.each([
    ['change places', 'C2', 'C1'],
    ['are given up too late', 'C2', 'C3'],
    ['are taken twice', 'C4', 'C4'],
  ])('%s: refused, as one after the other would be, and nothing is written', async (_name, one, other) => {
    const member = await world.register(`moves-${one}-${other}`.toLowerCase());
    const [first, second] = [
      await create('seats', { place: 'C1' }, member),
      await create('seats', { place: 'C2' }, member),
    ];
    const moves: [string, object][] = [
      [first, { place: one }],
      [second, { place: other }],
    ];
    const answer = await refused(() => update('seats', moves, member));
    expect([answer.status, answer.body]).toMatchObject([409, { field: 'place' }]);
  });
});

describe('a rule that reads rows of the batch', () => {
  let first: string;
  let second: string;
  beforeEach(async () => {
    first = await create('steps', { title: 'first', done: false });
    second = await create('steps', { title: 'second', before: first });
  });

  test('sees what the batch has written before', async () => {
    const answer = await update('steps', [
      [first, { done: true }],
      [second, { done: true }],
    ]);
    expect(answer.status).toBe(200);
    expect((await show('steps', second)).done).toBe(true);
  });

  test('does not see what the batch writes later', async () => {
    const inVain: [string, object][] = [
      [second, { done: true }],
      [first, { done: true }],
    ];
    expect((await refused(() => update('steps', inVain))).status).toBe(404);
  });
});

describe('a batch of one', () => {
  test('says which element was refused, as one of several does', async () => {
    const { token } = world.acme;
    const [missing, made] = [newId(), await create('steps', { title: 'open' })];
    const blocked = await create('steps', { before: made });
    const records = (data: object) => ({ records: [data] });
    const refusals = [
      await world.http.post(at('steps', '/batch'), records({ before: missing }), { token }),
      await world.http.post(at('steps', '/batch'), records({ title: 1 }), { token }),
      await world.http.post(at('steps', '/batch'), records({ account_id: missing }), { token: world.superadmin.token }),
      await update('steps', [[missing, { title: 'x' }]]),
      await update('steps', [['no-id', { title: 'x' }]]),
      await update('steps', [[missing, { title: 'x' }]], world.superadmin),
      await update('steps', [[blocked, { title: 'x' }]]),
      await update('steps', [[made, { before: blocked }]]),
      await world.http.delete(at('steps', '/batch'), { token, body: { ids: [missing] } }),
    ];
    expect(refusals.map(({ status, body }) => [status, body.error, body.index])).toEqual([
      [422, 'RECORD_REFERENCE_BROKEN', 0],
      [422, 'RECORD_INVALID', 0],
      [422, 'RECORD_INVALID', 0],
      [404, 'RECORD_NOT_FOUND', 0],
      [404, 'RECORD_NOT_FOUND', 0],
      [404, 'RECORD_NOT_FOUND', 0],
      [404, 'RECORD_NOT_FOUND', 0],
      [400, 'RECORD_RULE_FAILED', 0],
      [404, 'RECORD_NOT_FOUND', 0],
    ]);
  });

  test('whose rule does not hold says so too, and a single record has no place', async () => {
    const to = { name: 'to', type: 'reference', collection: 'seats', on_delete: 'set_null' };
    await world.define('doors', [{ name: 'open', type: 'boolean' }, to], { create_rule: 'open = true' });
    const { token } = world.acme;
    const batch = await world.http.post(at('doors', '/batch'), { records: [{ open: false }] }, { token });
    expect([batch.status, batch.body]).toMatchObject([400, { error: 'RECORD_RULE_FAILED', index: 0 }]);
    const single = await world.http.post(at('doors'), { open: false }, { token });
    expect([single.status, single.body.index]).toEqual([400, undefined]);
    expect((await world.http.patch(at('doors', `/${newId()}`), {}, { token })).body.index).toBeUndefined();
    const broken = await update('doors', [[await create('doors', { open: true }), { to: newId() }]]);
    expect(broken.body).toMatchObject({ error: 'RECORD_REFERENCE_BROKEN', index: 0 });
  });
});

test('If-Match is refused where no single record answers', async () => {
  const id = await create('seats', { guest: 'z' });
  const call = { token: world.acme.token, headers: { 'if-match': '"1"' } };
  const answers = await refused(async () => {
    const all = [
      await world.http.post(at('seats'), { guest: 'y' }, call),
      await world.http.post(at('seats', '/batch'), { records: [{ guest: 'y' }] }, call),
      await world.http.patch(at('seats', '/batch'), { records: [{ id, data: { guest: 'y' } }] }, call),
      await world.http.delete(at('seats', '/batch'), { ...call, body: { ids: [id] } }),
    ];
    expect(all.map(({ status, body }) => `${status} ${body.error}`)).toEqual(Array(4).fill('400 IF_MATCH_INVALID'));
    return all[0]!;
  });
  expect(answers.body.hint).toContain('each record');
  const any = { ...call, headers: { 'if-match': '*' } };
  expect((await world.http.patch(at('seats', '/batch'), { records: [{ id, data: { guest: 'y' } }] }, any)).status).toBe(
    200,
  );
});

test('an If-Match list names several revisions, of which the record has one', async () => {
  const { token } = world.acme;
  const id = await create('seats', { row: 1 });
  const change = (ifMatch: string) =>
    world.http.patch(at('seats', `/${id}`), { row: 2 }, { token, headers: { 'if-match': ifMatch } });
  expect((await change('"7", "1", W/"2"')).status).toBe(200);
  expect((await refused(() => change('"7", "1", W/"2"'))).status).toBe(412);
  expect((await change('"2","3"')).status).toBe(200);
  const remove = (ifMatch: string) =>
    world.http.delete(at('seats', `/${id}`), { token, headers: { 'if-match': ifMatch } });
  expect((await refused(() => remove('"1", "2"'))).status).toBe(412);
  expect((await remove('"1", "2", "3"')).status).toBe(204);
});

describe('a superadmin’s batch over several accounts is refused, and nothing is written', () => {
  const refusal = [422, { error: 'BATCH_SEVERAL_ACCOUNTS', hint: expect.stringContaining('one batch') }];
  let mine: string;
  let theirs: string;
  beforeAll(async () => {
    mine = await create('seats', { guest: 'of acme' });
    theirs = await create('seats', { guest: 'of the twin' }, world.twin);
  });

  test('create', async () => {
    const { acme, twin, superadmin } = world;
    const records = [acme, twin].map(({ accountId }) => ({ guest: 'new', account_id: accountId }));
    const { token } = superadmin;
    const answer = await refused(() => world.http.post(at('seats', '/batch'), { records }, { token }));
    expect([answer.status, answer.body]).toMatchObject(refusal);
  });

  test('update', async () => {
    const both: [string, object][] = [mine, theirs].map((id) => [id, { guest: 'taken' }]);
    const answer = await refused(() => update('seats', both, world.superadmin));
    expect([answer.status, answer.body]).toMatchObject(refusal);
  });

  test('delete', async () => {
    const call = { token: world.superadmin.token, body: { ids: [mine, theirs] } };
    const answer = await refused(() => world.http.call('DELETE', at('seats', '/batch'), call));
    expect([answer.status, answer.body]).toMatchObject(refusal);
  });

  test('of one account it is done', async () => {
    const answer = await update('seats', [[theirs, { guest: 'moved' }]], world.superadmin);
    expect([answer.status, (await show('seats', theirs)).guest]).toEqual([200, 'moved']);
  });
});
