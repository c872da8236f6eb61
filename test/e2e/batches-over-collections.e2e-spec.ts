/** Operations over several collections are one transaction, in their order, and later ones use the ids of earlier ones. */
import { newId } from '#domain/kernel/ids';
import { Database } from '#server/infrastructure/database/database';
import { tableObserver } from '../support/changes';
import type { Answer, Json } from '../support/http';
import { addUser } from '../support/insiders';
import { API, type Member } from '../support/member';
import { createWorld, type World } from '../support/world';

const LIMIT = 20;

let world: World;
let user: Member;

beforeAll(async () => {
  world = await createWorld({ SNACKBASE_MAX_WRITE_ROWS: String(LIMIT), SNACKBASE_MAX_ANSWER_SIZE: '65536' });
  await world.define('authors', [
    { name: 'name', type: 'text', required: true },
    { name: 'code', type: 'text', unique: true },
    { name: 'inner', type: 'text', access: { read: '@has_role("admin")', write: '@has_role("admin")' } },
    { name: 'mail', type: 'email', pii: true, mask_type: 'email' },
  ]);
  await world.define(
    'posts',
    [
      { name: 'title', type: 'text' },
      { name: 'body', type: 'text' },
      { name: 'fixed', type: 'text' },
      { name: 'meta', type: 'json' },
      { name: 'author', type: 'reference', collection: 'authors', on_delete: 'cascade' },
      { name: 'others', type: 'reference', collection: 'authors', options: { multiple: true }, on_delete: 'set_null' },
      { name: 'parent', type: 'reference', collection: 'posts', on_delete: 'cascade' },
    ],
    {
      create_rule: 'parent IS NULL || parent.title != "closed"',
      update_rule: 'created_by = @request.auth.id && title != "locked"',
      update_fields: 'title,body,meta,author,others,parent',
    },
  );
  await world.define('sealed', [{ name: 'line', type: 'text' }], { create_rule: null });
  user = await addUser(world, world.acme, 'user@acme.example');
});
afterAll(() => world?.close());

const batch = (operations: unknown, { token }: Member = world.acme): Promise<Answer> =>
  world.http.post(`${API}/batch`, { operations }, { token });
const author = (data: object): object => ({ op: 'create', collection: 'authors', data });
const post = (data: object): object => ({ op: 'create', collection: 'posts', data });

async function create(collection: string, body: object, { token }: Member = world.acme): Promise<string> {
  const answer = await world.http.post(`${API}/records/${collection}`, body, { token });
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.body.id;
}

const show = async (collection: string, id: string): Promise<Json> =>
  (await world.http.get(`${API}/records/${collection}/${id}`, { token: world.superadmin.token })).body;

/** The answer to something that changes no record of any account. */
async function refused(work: () => Promise<Answer>): Promise<Answer> {
  const changes = await tableObserver(world.server.app.get(Database, { strict: false }))();
  const answer = await work();
  expect(await changes()).toEqual([]);
  return answer;
}

test('operations use the ids of earlier ones, and are answered in their order', async () => {
  const old = await create('posts', { title: 'old', fixed: 'x' });
  const gone = await create('posts', { title: 'gone' });
  const answer = await batch([
    author({ name: 'Ada' }),
    author({ name: 'Bob' }),
    post({ title: 'first', author: { $ref: 0 }, others: [{ $ref: 1 }, { $ref: 0 }], meta: { $ref: 0 } }),
    post({ title: 'second', parent: { $ref: 2 } }),
    { op: 'update', collection: 'Posts', id: { $ref: 2 }, data: { author: { $ref: 1 } }, if_match: '"1"' },
    { op: 'update', collection: 'posts', id: old, data: { title: 'new', fixed: 'y' }, if_match: '*' },
    { op: 'delete', collection: 'posts', id: gone },
  ]);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('x-ignored-fields')).toBe('fixed');
  const { results, count } = answer.body;
  const [ada, bob, first] = results.map(({ id }: Json) => id);
  expect(count).toBe(7);
  expect(results).toMatchObject([
    { op: 'create', collection: 'authors', etag: '"1"', record: { id: ada, name: 'Ada' } },
    { op: 'create', record: { id: bob, name: 'Bob' } },
    { record: { author: ada, others: [bob, ada], meta: { $ref: 0 } } },
    { record: { title: 'second', parent: first } },
    { op: 'update', id: first, etag: '"2"', record: { title: 'first', author: bob } },
    { op: 'update', id: old, record: { title: 'new', fixed: 'x' } },
    { op: 'delete', collection: 'posts', id: gone },
  ]);
  expect(results[6]).not.toHaveProperty('record');
  expect(await show('posts', first)).toMatchObject({ author: bob });
  expect((await show('posts', gone)).error).toBe('RECORD_NOT_FOUND');
});

test('each operation sees what the ones before it have done', async () => {
  const id = await create('posts', { title: 'open' });
  const closed = await refused(() =>
    batch([{ op: 'update', collection: 'posts', id, data: { title: 'closed' } }, post({ title: 'child', parent: id })]),
  );
  expect([closed.status, closed.body]).toMatchObject([400, { error: 'RECORD_RULE_FAILED', index: 1 }]);
  const child = await refused(() => batch([post({ title: 'closed' }), post({ parent: { $ref: 0 } })]));
  expect([child.status, child.body.index]).toEqual([400, 1]);
  const twice = await refused(() => batch([1, 2].map(() => ({ op: 'delete', collection: 'posts', id }))));
  expect([twice.status, twice.body]).toMatchObject([404, { error: 'RECORD_NOT_FOUND', index: 1 }]);
  const again = { op: 'update', collection: 'posts', id, data: { body: 'x' }, if_match: '"1"' };
  expect((await refused(() => batch([again, again]))).body).toMatchObject({ error: 'RECORD_CHANGED' });
  expect((await batch([again, { ...again, if_match: '"2"' }])).status).toBe(200);
});

describe('a refused operation takes all with it, and is named', () => {
  const mine = (id: string): readonly (readonly [object, number, string])[] => [
    [author({}), 422, 'RECORD_INVALID'],
    [author({ name: 'x', nothing: 1 }), 422, 'RECORD_INVALID'],
    [post({ author: newId() }), 422, 'RECORD_REFERENCE_BROKEN'],
    [{ op: 'update', collection: 'posts', id: newId(), data: {} }, 404, 'RECORD_NOT_FOUND'],
    [{ op: 'update', collection: 'posts', id: 'no id', data: {} }, 404, 'RECORD_NOT_FOUND'],
    [{ op: 'update', collection: 'posts', id, data: { title: 'locked' } }, 400, 'RECORD_RULE_FAILED'],
    [{ op: 'update', collection: 'posts', id, data: {}, if_match: '"7"' }, 412, 'RECORD_CHANGED'],
    [{ op: 'delete', collection: 'posts', id, if_match: '"7"' }, 412, 'RECORD_CHANGED'],
    [{ op: 'delete', collection: 'authors', id }, 404, 'RECORD_NOT_FOUND'],
    [{ op: 'create', collection: 'nothing', data: {} }, 404, 'COLLECTION_NOT_FOUND'],
  ];

  test('wherever it stands', async () => {
    const id = await create('posts', { title: 'x' });
    for (const [operation, status, error] of mine(id)) {
      const answer = await refused(() => batch([author({ name: 'x' }), post({}), operation, author({ name: 'y' })]));
      expect([answer.status, answer.body.error]).toEqual([status, error]);
      if (error !== 'RECORD_CHANGED') expect(answer.body.index).toBe(2);
    }
  });

  test('also for what the caller may not do', async () => {
    const theirs = await create('posts', { title: 'theirs' }, world.twin);
    const admins = await create('posts', { title: 'admins' });
    for (const id of [theirs, admins]) {
      const change = { op: 'update', collection: 'posts', id, data: { title: 'x' } };
      const answer = await refused(() => batch([author({ name: 'x' }), change], user));
      expect([answer.status, answer.body]).toMatchObject([404, { error: 'RECORD_NOT_FOUND', index: 1 }]);
    }
    const sealed = await refused(() =>
      batch([author({ name: 'x' }), { op: 'create', collection: 'sealed', data: {} }]),
    );
    expect([sealed.status, sealed.body.error]).toEqual([403, 'RULE_LOCKED']);
    const hidden = await refused(() => batch([author({ name: 'x' }), author({ name: 'x', inner: 'y' })], user));
    expect(hidden.body).toMatchObject({ index: 1, details: [{ field: 'inner', code: 'unknown_field' }] });
  });

  test('also for a value that is taken by an earlier one', async () => {
    const answer = await refused(() =>
      batch([author({ name: 'x', code: 'c' }), post({}), author({ name: 'y', code: 'c' })]),
    );
    expect([answer.status, answer.body]).toMatchObject([409, { error: 'RECORD_NOT_UNIQUE', field: 'code' }]);
  });

  test('also for a record that others need', async () => {
    await world.define('bills', [{ name: 'payer', type: 'reference', collection: 'authors', on_delete: 'restrict' }]);
    const answer = await refused(() =>
      batch([
        author({ name: 'x' }),
        { op: 'create', collection: 'bills', data: { payer: { $ref: 0 } } },
        { op: 'delete', collection: 'authors', id: { $ref: 0 } },
      ]),
    );
    expect([answer.status, answer.body.error]).toEqual([409, 'RECORD_IN_USE']);
  });
});

test('a masked value that is sent back stays, also beside other operations', async () => {
  const id = await create('authors', { name: 'x', mail: 'ada@acme.example' });
  const change = { op: 'update', collection: 'authors', id, data: { name: 'y', mail: 'a***@acme.example' } };
  const answer = await batch([post({}), change], user);
  expect([answer.status, answer.body.results[1].record.mail]).toEqual([200, 'a***@acme.example']);
  expect(await show('authors', id)).toMatchObject({ name: 'y', mail: 'ada@acme.example' });
});

describe('bounds are those of one request', () => {
  test('rows', async () => {
    const many = Array.from({ length: LIMIT / 2 }, (_, n) => [author({ name: `${n}` }), post({})]).flat();
    expect((await batch(many)).status).toBe(200);
    const answer = await refused(() => batch([...many, author({ name: 'x' })]));
    expect([answer.status, answer.body.error]).toEqual([422, 'RECORD_TOO_MANY_ROWS']);
  });

  test('rows that go with others', async () => {
    const id = await create('authors', { name: 'x' });
    for (let n = 0; n < LIMIT / 2; n += 1) await create('posts', { author: id });
    const remove = { op: 'delete', collection: 'authors', id };
    const others = Array.from({ length: LIMIT / 2 }, () => post({}));
    const answer = await refused(() => batch([...others, remove]));
    expect([answer.status, answer.body.error]).toEqual([422, 'RECORD_TOO_MANY_ROWS']);
    expect((await batch([...others.slice(1), remove])).status).toBe(200);
  });

  test('bytes of answers and of records that are held', async () => {
    const body = 'x'.repeat(20_000);
    const ids = await Promise.all([1, 2, 3, 4].map(() => create('posts', { title: 'x', body })));
    const changes = ids.flatMap((id) => [
      { op: 'update', collection: 'posts', id, data: { title: 'x' } },
      author({ name: 'x' }),
    ]);
    const made = ids.flatMap(() => [post({ title: 'x', body }), author({ name: 'x' })]);
    const removed = ids.flatMap((id) => [{ op: 'delete', collection: 'posts', id }, author({ name: 'x' })]);
    for (const operations of [changes, made, removed]) {
      const answer = await refused(() => batch(operations));
      expect([answer.status, answer.body.error]).toEqual([422, 'QUERY_TOO_COMPLEX']);
    }
    expect((await batch(removed.slice(0, 5))).status).toBe(200);
  });
});

describe('bad input', () => {
  const fine = { op: 'create', collection: 'authors', data: { name: 'x' } };
  test.each([
    ['no list', 'x'],
    ['an empty list', []],
    ['no object', [fine, 'x']],
    ['a list', [fine, []]],
    ['null', [fine, null]],
    ['no kind', [fine, { collection: 'authors', data: {} }]],
    ['an inherited kind', [fine, { op: 'constructor', collection: 'authors', data: {} }]],
    ['no collection', [fine, { op: 'create', data: {} }]],
    ['a collection that is no text', [fine, { op: 'create', collection: 1, data: {} }]],
    ['an unknown member', [fine, { ...fine, if: 'x' }]],
    ['an id of a new record', [fine, { ...fine, id: newId() }]],
    ['no id', [fine, { op: 'delete', collection: 'authors' }]],
    ['an id that is none', [fine, { op: 'delete', collection: 'authors', id: 7 }]],
    ['data of what is deleted', [fine, { op: 'delete', collection: 'authors', id: newId(), data: {} }]],
    ['a reference to itself', [fine, { op: 'delete', collection: 'authors', id: { $ref: 1 } }]],
    ['a reference to a later one', [fine, { op: 'create', collection: 'posts', data: { author: { $ref: 2 } } }, fine]],
    ['a reference below zero', [fine, { op: 'create', collection: 'posts', data: { author: { $ref: -1 } } }]],
    ['a reference that is no number', [fine, { op: 'create', collection: 'posts', data: { others: [{ $ref: '0' }] } }]],
    ['an ETag that is no text', [fine, { op: 'delete', collection: 'authors', id: newId(), if_match: 1 }]],
  ])('%s', async (_name, operations) => {
    const answer = await refused(() => batch(operations));
    expect([answer.status, answer.body.error]).toEqual([422, 'BATCH_INVALID']);
    if (Array.isArray(operations) && operations.length > 1) expect(answer.body.index).toBe(1);
  });

  test.each([
    ['too many', Array.from({ length: 101 }, () => fine), 400, 'BATCH_TOO_LARGE'],
    ['no ETag', [{ op: 'delete', collection: 'authors', id: newId(), if_match: '1' }], 400, 'IF_MATCH_INVALID'],
    ['no data', [{ op: 'create', collection: 'authors' }], 422, 'RECORD_INVALID'],
    ['data that are no object', [{ op: 'create', collection: 'authors', data: [1] }], 422, 'RECORD_INVALID'],
    [
      'a reference where there is none',
      [fine, { op: 'create', collection: 'authors', data: { name: { $ref: 0 } } }],
      422,
      'RECORD_INVALID',
    ],
    [
      'a reference to a record of another collection',
      [post({}), post({ author: { $ref: 0 } })],
      422,
      'RECORD_REFERENCE_BROKEN',
    ],
    ['an inherited collection', [{ op: 'create', collection: 'constructor', data: {} }], 404, 'COLLECTION_NOT_FOUND'],
  ])('%s', async (_name, operations, status, error) => {
    const answer = await refused(() => batch(operations));
    expect([answer.status, answer.body.error]).toEqual([status, error]);
  });

  test('parameters, If-Match, nobody, and a superadmin who names no account', async () => {
    const { token } = world.acme;
    const body = { operations: [fine] };
    expect((await world.http.post(`${API}/batch?fields=id`, body, { token })).body.error).toBe('QUERY_PARAMETER');
    const call = { token, headers: { 'if-match': '"1"' } };
    expect((await world.http.post(`${API}/batch`, body, call)).body.error).toBe('IF_MATCH_INVALID');
    const stranger = { headers: { 'X-Account-ID': world.acme.slug } };
    expect((await world.http.post(`${API}/batch`, body, stranger)).status).toBe(401);
    expect((await batch([fine], world.superadmin)).body.error).toBe('BATCH_SEVERAL_ACCOUNTS');
    const narrow = { token: world.superadmin.token, headers: { 'X-Account-ID': world.twin.slug } };
    const made = await world.http.post(`${API}/batch`, body, narrow);
    expect(await show('authors', made.body.results[0].id)).toMatchObject({ account_id: world.twin.accountId });
  });
});

test('a key needs the scope of each operation', async () => {
  const body = { name: 'limited', scopes: ['authors:create', 'posts:update'] };
  const { key } = (await world.http.post(`${API}/admin/api-keys`, body, { token: world.acme.token })).body;
  const id = await create('posts', { title: 'x' });
  const send = (operations: readonly object[]) =>
    world.http.post(`${API}/batch`, { operations }, { headers: { 'x-api-key': key } });
  const change = { op: 'update', collection: 'posts', id, data: { body: 'x' } };
  expect((await send([author({ name: 'x' }), post({})])).body.error).toBe('AUTH_SCOPE_MISSING');
  expect((await send([author({ name: 'x' }), { op: 'delete', collection: 'posts', id }])).status).toBe(403);
  expect((await send([author({ name: 'x' }), change])).status).toBe(200);
});

test('batches of the same records at the same time come one after another', async () => {
  const id = await create('posts', { title: '0' });
  const all = Array.from({ length: 8 }, (_, n) =>
    batch([
      { op: 'update', collection: 'posts', id, data: { title: `${n}` }, if_match: '"1"' },
      author({ name: `racer ${n}` }),
    ]),
  );
  const statuses = (await Promise.all(all)).map(({ status }) => status);
  expect(statuses.toSorted()).toEqual([200, ...Array(7).fill(412)]);
  const filter = encodeURIComponent('name ~ "racer"');
  const list = await world.http.get(`${API}/records/authors?filter=${filter}`, { token: world.acme.token });
  expect(list.body.total).toBe(1);
});
