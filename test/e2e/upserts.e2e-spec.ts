/** An upsert creates what is not there and changes what is, told apart by a unique key, all or none. */
import { newId } from '#domain/kernel/ids';
import { Database } from '#server/infrastructure/database/database';
import { tableObserver } from '../support/changes';
import type { Answer, Json } from '../support/http';
import { addUser } from '../support/insiders';
import { API, type Member } from '../support/member';
import { createWorld, type World } from '../support/world';

const OPEN = '@request.auth.id != ""';
const BOTH_ROLES = { read: '@has_role("admin")', write: '@has_role("admin")' };

let world: World;
let user: Member;

const at = (collection: string, rest = ''): string => `${API}/records/${collection}${rest}`;

beforeAll(async () => {
  world = await createWorld();
  await world.define(
    'goods',
    [
      { name: 'sku', type: 'text', unique: true },
      { name: 'title', type: 'text', required: true },
      { name: 'stock', type: 'number', default: 1 },
      { name: 'secret', type: 'text', unique: true, access: BOTH_ROLES },
      { name: 'mine', type: 'text', unique: true, access: { read: '', write: '@has_role("admin")' } },
      { name: 'mail', type: 'email', unique: true, pii: true, mask_type: 'email' },
      { name: 'aisle', type: 'text' },
      { name: 'shelf', type: 'number' },
      { name: 'due', type: 'datetime', unique: true },
      { name: 'active', type: 'boolean' },
      { name: 'like', type: 'reference', collection: 'goods', on_delete: 'set_null' },
      { name: 'parts', type: 'reference', collection: 'goods', options: { multiple: true }, on_delete: 'set_null' },
    ],
    { indexes: [{ fields: ['aisle', 'shelf', 'active'], unique: true }] },
  );
  await world.define(
    'notes',
    [
      { name: 'slug', type: 'text', unique: true },
      { name: 'text', type: 'text' },
      { name: 'state', type: 'text', default: 'open' },
    ],
    {
      create_rule: `${OPEN} && state != "done"`,
      update_rule: `created_by = @request.auth.id && state != "locked" && (!changed(state) || isset(@request.data.text))`,
      create_fields: 'slug,text,state',
      update_fields: 'text,state',
    },
  );
  user = await addUser(world, world.acme, 'user@acme.example');
});
afterAll(() => world?.close());

function upsert(collection: string, on: string, records: unknown, { token }: Member = world.acme): Promise<Answer> {
  return world.http.call('PUT', at(collection, `/batch?on=${on}`), { token, body: { records } });
}

/** The answer to something that changes no record of any account. */
async function refused(work: () => Promise<Answer>): Promise<Answer> {
  const changes = await tableObserver(world.server.app.get(Database, { strict: false }))();
  const answer = await work();
  expect(await changes()).toEqual([]);
  return answer;
}

const show = async (collection: string, id: string): Promise<Json> =>
  (await world.http.get(at(collection, `/${id}`), { token: world.superadmin.token })).body;

describe('records that are there and records that are not', () => {
  test('are changed and created, and the answer says which was which', async () => {
    const first = await upsert('goods', 'sku', [
      { sku: 'a', title: 'A', stock: 5 },
      { sku: 'b', title: 'B' },
    ]);
    expect([first.status, first.body]).toMatchObject([
      200,
      {
        created: [
          { sku: 'a', stock: 5 },
          { sku: 'b', stock: 1 },
        ],
        updated: [],
        actions: ['created', 'created'],
        count: 2,
      },
    ]);
    const second = await upsert('goods', 'sku', [
      { sku: 'c', title: 'C', parts: [first.body.created[1].id] },
      { sku: 'b', stock: 7 },
      { sku: 'd', title: 'D' },
      { sku: 'a', title: 'AA', like: first.body.created[1].id },
    ]);
    expect([second.status, second.body]).toMatchObject([
      200,
      {
        created: [{ sku: 'c', parts: [first.body.created[1].id] }, { sku: 'd' }],
        updated: [
          { id: first.body.created[1].id, sku: 'b', title: 'B', stock: 7 },
          { id: first.body.created[0].id, sku: 'a', title: 'AA', stock: 5, like: first.body.created[1].id },
        ],
        actions: ['created', 'updated', 'created', 'updated'],
        count: 4,
      },
    ]);
    expect(await show('goods', first.body.created[0].id)).toMatchObject({ title: 'AA', stock: 5, sku: 'a' });
  });

  test('are found by several fields, and by values as they are stored', async () => {
    const made = await upsert('goods', 'shelf,active,aisle', [{ title: 'x', aisle: 'A', shelf: 1, active: false }]);
    expect(made.body.actions).toEqual(['created']);
    const again = await upsert('goods', 'aisle,shelf,active', [
      { title: 'y', aisle: 'A', shelf: 1.0, active: false },
      { title: 'z', aisle: 'A', shelf: 1, active: true },
    ]);
    expect([again.body.actions, again.body.updated[0].id]).toEqual([['updated', 'created'], made.body.created[0].id]);
    await upsert('goods', 'due', [{ title: 'due', due: '2026-01-31T10:00:00+02:00' }]);
    expect((await upsert('goods', 'due', [{ due: '2026-01-31T08:00:00Z' }])).body.actions).toEqual(['updated']);
  });

  test('of another account are not found', async () => {
    const theirs = await upsert('goods', 'sku', [{ sku: 'twin', title: 'theirs' }], world.twin);
    const ours = await upsert('goods', 'sku', [{ sku: 'twin', title: 'ours' }]);
    expect(ours.body.actions).toEqual(['created']);
    expect((await show('goods', theirs.body.created[0].id)).title).toBe('theirs');
  });

  test('are those of the account that a superadmin names', async () => {
    const [{ id }] = (await upsert('goods', 'sku', [{ sku: 'root', title: 'x' }])).body.created;
    const { accountId } = world.acme;
    const records = [{ account_id: accountId, sku: 'root', title: 'y' }];
    expect((await upsert('goods', 'sku', records, world.superadmin)).body.updated).toMatchObject([{ id, title: 'y' }]);
    const both = [...records, { account_id: world.twin.accountId, sku: 'root2', title: 'z' }];
    const answer = await refused(() => upsert('goods', 'sku', both, world.superadmin));
    expect([answer.status, answer.body.error]).toEqual([422, 'BATCH_SEVERAL_ACCOUNTS']);
  });

  test('show the fields that are asked for', async () => {
    const answer = await upsert('goods', 'sku&fields=sku,stock', [{ sku: 'shown', title: 'x' }]);
    expect(answer.body.created).toEqual([{ sku: 'shown', stock: 1 }]);
  });
});

describe('rules and field access', () => {
  test('a new record is under the create rule, an old one under the update rule', async () => {
    const done = await refused(() =>
      upsert('notes', 'slug', [
        { slug: 'n0', state: 'open' },
        { slug: 'n1', state: 'done' },
      ]),
    );
    expect([done.status, done.body]).toMatchObject([400, { error: 'RECORD_RULE_FAILED', index: 1 }]);
    await upsert('notes', 'slug', [{ slug: 'n1', state: 'open' }]);
    expect(
      (
        await upsert('notes', 'slug', [
          { slug: 'n2', text: 'new' },
          { slug: 'n1', state: 'done', text: 'x' },
        ])
      ).status,
    ).toBe(200);
    const locked = await refused(() =>
      upsert('notes', 'slug', [{ slug: 'n3' }, { slug: 'n1', state: 'locked', text: 'y' }]),
    );
    expect([locked.status, locked.body]).toMatchObject([400, { error: 'RECORD_RULE_FAILED', index: 1 }]);
    const unsaid = await refused(() => upsert('notes', 'slug', [{ slug: 'n1', state: 'open' }]));
    expect([unsaid.status, unsaid.body.error]).toEqual([409, 'RECORD_NOT_UNIQUE']);
  });

  test('of a record that the caller may not change, the answer says what a create would say: the key is taken', async () => {
    await upsert('notes', 'slug', [{ slug: 'admins', text: 'x' }]);
    const taken = await refused(() => upsert('notes', 'slug', [{ slug: 'n9' }, { slug: 'admins', text: 'y' }], user));
    expect([taken.status, taken.body]).toMatchObject([409, { error: 'RECORD_NOT_UNIQUE', field: 'slug', index: 1 }]);
    const created = await world.http.post(at('notes'), { slug: 'admins' }, { token: user.token });
    expect([created.status, created.body.field]).toEqual([409, 'slug']);
  });

  test('fields that may be set once are ignored afterwards, and the key needs no permission to be changed', async () => {
    await upsert('notes', 'slug', [{ slug: 'fields', text: 'x' }]);
    const answer = await upsert('notes', 'slug', [{ slug: 'fields', text: 'y' }]);
    expect([answer.status, answer.headers.get('x-ignored-fields')]).toEqual([200, null]);
    await world.define(
      'logs',
      [
        { name: 'line', type: 'text', unique: true },
        { name: 'by', type: 'text' },
      ],
      {
        update_fields: 'line',
      },
    );
    await upsert('logs', 'line', [{ line: '1', by: 'first' }]);
    const later = await upsert('logs', 'line', [
      { line: '1', by: 'second' },
      { line: '2', by: 'second' },
    ]);
    expect([later.headers.get('x-ignored-fields'), later.body.updated[0].by, later.body.created[0].by]).toEqual([
      'by',
      'first',
      'second',
    ]);
  });

  test('without both rules there is no upsert, whatever the records are', async () => {
    const both = [{ name: 'slug', type: 'text', unique: true }];
    await world.define('only_new', both, { update_rule: null });
    await world.define('only_old', both, { create_rule: null });
    for (const collection of ['only_new', 'only_old']) {
      const answer = await refused(() => upsert(collection, 'slug', [{ slug: 'x' }]));
      expect([answer.status, answer.body.error]).toEqual([403, 'RULE_LOCKED']);
    }
    const stranger = await world.http.call('PUT', at('goods', '/batch?on=sku'), {
      headers: { 'X-Account-ID': world.acme.slug },
      body: { records: [{ sku: 'x', title: 'x' }] },
    });
    expect(stranger.status).toBe(401);
  });

  test('a key needs the scopes of both', async () => {
    const keyOf = async (...scopes: string[]): Promise<string> =>
      (await world.http.post(`${API}/admin/api-keys`, { name: 'limited', scopes }, { token: world.acme.token })).body
        .key;
    const statuses: number[] = [];
    for (const scopes of [['goods:create'], ['goods:update'], ['goods:write']]) {
      const call = { headers: { 'x-api-key': await keyOf(...scopes) }, body: { records: [{ sku: 'k', title: 'k' }] } };
      statuses.push((await world.http.call('PUT', at('goods', '/batch?on=sku'), call)).status);
    }
    expect(statuses).toEqual([403, 403, 200]);
  });
});

describe('what cannot be the key', () => {
  test.each([
    ['nothing', ''],
    ['no field', 'nothing'],
    ['a field that is not unique', 'title'],
    ['a part of an index', 'aisle,shelf'],
    ['fields of several indexes', 'sku,due'],
    ['the same field twice', 'sku,sku'],
    ['the id', 'id'],
    ['a relation path', 'like.sku'],
    ['an inherited name', 'constructor'],
    ['very many fields', Array(50).fill('sku').join()],
  ])('%s', async (_name, on) => {
    const answer = await refused(() => upsert('goods', on, [{ sku: 'x', title: 'x' }]));
    expect([answer.status, answer.body]).toMatchObject([400, { error: 'QUERY_ON', field: 'on' }]);
  });

  test('a hidden field, of which is said what is said of one that does not exist', async () => {
    const records = [{ title: 'x', secret: 'x' }];
    const [hidden, unknown] = [
      await upsert('goods', 'secret', records, user),
      await upsert('goods', 'secrey', records, user),
    ];
    expect(hidden.body.message.replace('secret', '')).toBe(unknown.body.message.replace('secrey', ''));
    expect(hidden.status).toBe(400);
    expect((await upsert('goods', 'secret', records)).status).toBe(200);
  });

  test('a masked one, and one that is not the caller’s to write', async () => {
    const masked = await refused(() => upsert('goods', 'mail', [{ title: 'x', mail: 'x@acme.example' }], user));
    expect([masked.status, masked.body]).toMatchObject([
      400,
      { error: 'QUERY_ON', message: expect.stringContaining('masked') },
    ]);
    const theirs = await refused(() => upsert('goods', 'mine', [{ title: 'x', mine: 'x' }], user));
    expect([theirs.status, theirs.body.error]).toEqual([400, 'QUERY_ON']);
    expect((await upsert('goods', 'mail', [{ title: 'x', mail: 'x@acme.example' }])).body.actions).toEqual(['created']);
    expect((await upsert('goods', 'mail', [{ mail: 'x@acme.example' }])).body.actions).toEqual(['updated']);
  });
});

test('a masked value that is sent back stays, and another masked one is refused', async () => {
  const { body } = await upsert('goods', 'sku', [{ sku: 'masked', title: 'x', mail: 'ada@acme.example' }]);
  const { id } = body.created[0];
  const kept = await upsert('goods', 'sku', [{ sku: 'masked', title: 'y', mail: 'a***@acme.example' }], user);
  expect([kept.status, kept.body.updated[0].mail]).toEqual([200, 'a***@acme.example']);
  expect(await show('goods', id)).toMatchObject({ title: 'y', mail: 'ada@acme.example' });
  const other = [{ sku: 'new', title: 'x', mail: 'a***@acme.example' }];
  const answer = await refused(() => upsert('goods', 'sku', other, user));
  expect(answer.body).toMatchObject({ error: 'RECORD_INVALID', index: 0, details: [{ code: 'masked_value' }] });
});

describe('bad input', () => {
  const bodies: readonly (readonly [name: string, records: unknown, status: number, body: object])[] = [
    ['no list', { sku: 'x' }, 422, { error: 'BATCH_INVALID' }],
    ['an empty list', [], 422, { error: 'BATCH_INVALID' }],
    [
      'too long a list',
      Array.from({ length: 101 }, () => ({ sku: 'x', title: 'x' })),
      400,
      { error: 'BATCH_TOO_LARGE' },
    ],
    ['no object', [{ sku: 'x', title: 'x' }, ['sku']], 422, { error: 'RECORD_INVALID', index: 1 }],
    ['null', [null], 422, { error: 'RECORD_INVALID', index: 0 }],
    [
      'a record without the key',
      [{ sku: 'x', title: 'x' }, { title: 'x' }],
      422,
      { error: 'RECORD_INVALID', index: 1 },
    ],
    ['a key that is null', [{ sku: null, title: 'x' }], 422, { details: [{ field: 'sku', code: 'required_missing' }] }],
    ['a key of another type', [{ sku: 5, title: 'x' }], 422, { details: [{ field: 'sku', code: 'invalid_type' }] }],
    ['a key that no engine can store', [{ sku: 'a\u0000', title: 'x' }], 422, { error: 'RECORD_INVALID', index: 0 }],
    [
      'a key that is too long for its index',
      [{ sku: 'x'.repeat(5000), title: 'x' }],
      422,
      { details: [{ code: 'too_long' }] },
    ],
    [
      'the same key twice',
      [{ sku: 'x', title: 'x' }, { sku: 'y', title: 'x' }, { sku: 'x' }],
      422,
      { error: 'BATCH_INVALID', index: 2 },
    ],
    [
      'a new record that lacks a value',
      [{ sku: 'x', title: 'x' }, { sku: 'y' }],
      422,
      { error: 'RECORD_INVALID', index: 1 },
    ],
    ['an unknown field', [{ sku: 'x', title: 'x', nothing: 1 }], 422, { details: [{ field: 'nothing' }] }],
    ['an id', [{ sku: 'x', title: 'x', id: newId() }], 422, { details: [{ field: 'id', code: 'system_field' }] }],
    [
      'a reference to nothing',
      [
        { sku: 'y', title: 'x' },
        { sku: 'x', title: 'x', like: newId() },
      ],
      422,
      { error: 'RECORD_REFERENCE_BROKEN', index: 1 },
    ],
    [
      'a very deep value',
      [{ sku: 'x', title: JSON.parse(`${'['.repeat(50)}${']'.repeat(50)}`) }],
      422,
      { error: 'RECORD_INVALID' },
    ],
  ];
  test.each(bodies)('%s', async (_name, records, status, body) => {
    const answer = await refused(() => upsert('goods', 'sku', records));
    expect([answer.status, answer.body]).toMatchObject([status, body]);
  });

  test('other parameters, If-Match and collections that are not there', async () => {
    const records = [{ sku: 'x', title: 'x' }];
    expect((await upsert('goods', 'sku&expand=like', records)).body.error).toBe('QUERY_PARAMETER');
    expect((await upsert('goods', 'sku&on=due', records)).body.error).toBe('QUERY_PARAMETER');
    expect((await upsert('nothing', 'sku', records)).status).toBe(404);
    const call = { token: world.acme.token, body: { records }, headers: { 'if-match': '"1"' } };
    expect((await world.http.call('PUT', at('goods', '/batch?on=sku'), call)).body.error).toBe('IF_MATCH_INVALID');
  });

  test('a value that another record has, in a field that is not the key', async () => {
    await upsert('goods', 'sku', [{ sku: 'u1', title: 'x', due: '2027-01-01T00:00:00Z' }]);
    const records = [
      { sku: 'u2', title: 'x' },
      { sku: 'u3', title: 'x', due: '2027-01-01T00:00:00Z' },
    ];
    const answer = await refused(() => upsert('goods', 'sku', records));
    expect([answer.status, answer.body]).toMatchObject([409, { error: 'RECORD_NOT_UNIQUE', field: 'due' }]);
  });
});

test('upserts of one key at the same time: one creates, the others update', async () => {
  const all = Array.from({ length: 12 }, (_, n) => upsert('goods', 'sku', [{ sku: 'race', title: `${n}`, stock: n }]));
  const answers = await Promise.all(all);
  expect(answers.map(({ status }) => status)).toEqual(Array(12).fill(200));
  expect(answers.flatMap(({ body }) => body.actions).toSorted()).toEqual(['created', ...Array(11).fill('updated')]);
  const list = await world.http.get(at('goods', '?sku=race'), { token: world.acme.token });
  expect(list.body.total).toBe(1);
});
