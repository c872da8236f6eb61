/**
 * Every door into data, seen from the neighbouring account: what is not one's own looks missing, counts nowhere, expands
 * nowhere and cannot be referred to. When a door is added, its row is added here.
 */
import { runScenarios } from '../support/scenario';
import { API, SIGNED_IN_RULES, type Member } from '../support/member';
import { createWorld, type World } from '../support/world';

let world: World;
const ids: Record<string, string> = {};
const SECRET = 'twin-only-text';

async function create(member: Member, collection: string, body: object): Promise<string> {
  const answer = await world.http.post(`${API}/records/${collection}`, body, { token: member.token });
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.body.id;
}

beforeAll(async () => {
  world = await createWorld();
  await world.define('teams', [
    { name: 'name', type: 'text', required: true, unique: true },
    { name: 'lead', type: 'user' },
  ]);
  await world.define('tasks', [
    { name: 'title', type: 'text', required: true },
    { name: 'team', type: 'reference', collection: 'teams', on_delete: 'cascade' },
    { name: 'watchers', type: 'reference', collection: 'teams', on_delete: 'set_null', options: { multiple: true } },
  ]);
  await world.define('open_notes', [{ name: 'text', type: 'text' }], { list_rule: '', view_rule: '', create_rule: '' });
  for (const [name, member] of [
    ['acme', world.acme],
    ['twin', world.twin],
  ] as const) {
    const own = name === 'twin' ? SECRET : 'acme-text';
    ids[`${name}Team`] = await create(member, 'teams', { name: 'core', lead: member.userId });
    const team = ids[`${name}Team`];
    ids[`${name}Task`] = await create(member, 'tasks', { title: own, team, watchers: [team] });
    ids[`${name}Note`] = await create(member, 'open_notes', { text: own });
  }
});
afterAll(() => world?.close());

const acme = (w: World): Member => w.acme;
const twinTask = (): string => `${API}/records/tasks/${ids['twinTask']}`;

describe('acme asks', () => {
  runScenarios(
    () => world,
    [
      {
        name: 'list',
        as: acme,
        method: 'GET',
        path: `${API}/records/tasks`,
        status: 200,
        contains: ['"total":1', 'acme-text'],
        excludes: [SECRET],
      },
      {
        name: 'list by cursor',
        as: acme,
        method: 'GET',
        path: `${API}/records/tasks?cursor=&include_count=true`,
        status: 200,
        contains: ['"total":1'],
        excludes: [SECRET],
      },
      {
        name: 'filter on the account',
        as: acme,
        method: 'GET',
        path: (w) => `${API}/records/tasks?filter=${encodeURIComponent(`account_id = "${w.twin.accountId}"`)}`,
        status: 200,
        contains: ['"total":0'],
        excludes: [SECRET],
      },
      {
        name: 'filter that is always true',
        as: acme,
        method: 'GET',
        path: `${API}/records/tasks?filter=${encodeURIComponent('title = "x" || id != ""')}`,
        status: 200,
        contains: ['"total":1'],
        excludes: [SECRET],
      },
      {
        name: 'filter through a relation',
        as: acme,
        method: 'GET',
        path: `${API}/records/tasks?filter=${encodeURIComponent('team.name = "core"')}`,
        status: 200,
        contains: ['"total":1'],
        excludes: [SECRET],
      },
      {
        name: 'filter through a multiple relation',
        as: acme,
        method: 'GET',
        path: `${API}/records/tasks?filter=${encodeURIComponent('watchers.name = "core"')}`,
        status: 200,
        contains: ['"total":1'],
        excludes: [SECRET],
      },
      {
        name: 'expand',
        as: acme,
        method: 'GET',
        path: `${API}/records/tasks?expand=team.lead,watchers`,
        status: 200,
        contains: ['owner@acme.example'],
        excludes: [SECRET, 'acme-twin'],
      },
      { name: 'get', as: acme, method: 'GET', path: twinTask, status: 404, excludes: [SECRET] },
      {
        name: 'get with expand',
        as: acme,
        method: 'GET',
        path: () => `${twinTask()}?expand=team`,
        status: 404,
        excludes: [SECRET],
      },
      { name: 'put', as: acme, method: 'PUT', path: twinTask, body: { title: 'taken' }, status: 404 },
      { name: 'patch', as: acme, method: 'PATCH', path: twinTask, body: { title: 'taken' }, status: 404 },
      { name: 'delete', as: acme, method: 'DELETE', path: twinTask, status: 404 },
      {
        name: 'another account’s header',
        as: acme,
        method: 'GET',
        path: `${API}/records/tasks`,
        headers: { 'x-account-id': 'acme-twin' },
        status: 403,
        contains: ['AUTH_ACCOUNT_FOREIGN'],
        excludes: [SECRET],
      },
      {
        name: 'a header that names nobody',
        as: acme,
        method: 'GET',
        path: `${API}/records/tasks`,
        headers: { 'x-account-id': 'nobody' },
        status: 403,
        contains: ['AUTH_ACCOUNT_FOREIGN'],
      },
      {
        name: 'a write with another account’s header',
        as: acme,
        method: 'POST',
        path: `${API}/records/tasks`,
        headers: { 'x-account-id': 'acme-twin' },
        body: { title: 't' },
        status: 403,
      },
      {
        name: 'another account’s header beside other routes',
        as: acme,
        method: 'GET',
        path: `${API}/users`,
        headers: { 'x-account-id': 'acme-twin' },
        status: 403,
      },
      {
        name: 'their own header',
        as: acme,
        method: 'GET',
        path: `${API}/records/tasks`,
        headers: { 'x-account-id': 'acme' },
        status: 200,
        contains: ['acme-text'],
        excludes: [SECRET],
      },
      { name: 'collections', as: acme, method: 'GET', path: `${API}/collections`, status: 403 },
      { name: 'collection names', as: acme, method: 'GET', path: `${API}/collections/names`, status: 403 },
      { name: 'rules', as: acme, method: 'GET', path: `${API}/collections/tasks/rules`, status: 403 },
      {
        name: 'a new collection',
        as: acme,
        method: 'POST',
        path: `${API}/collections`,
        body: { name: 'mine', fields: [{ name: 'a', type: 'text' }] },
        status: 403,
      },
      {
        name: 'verify a user',
        as: acme,
        method: 'POST',
        path: (w) => `${API}/users/${w.twin.userId}/verify`,
        body: {},
        status: 404,
      },
      { name: 'delete a user', as: acme, method: 'DELETE', path: (w) => `${API}/users/${w.twin.userId}`, status: 404 },
    ],
  );

  test('A13 batch update and delete of the twin’s rows change nothing', async () => {
    const token = world.acme.token;
    const mixed = [ids['acmeTask'], ids['twinTask']];
    const updates = mixed.map((id) => ({ id, data: { title: 'taken' } }));
    expect((await world.http.patch(`${API}/records/tasks/batch`, { records: updates }, { token })).status).toBe(404);
    const deletion = await world.http.call('DELETE', `${API}/records/tasks/batch`, { token, body: { ids: mixed } });
    expect(deletion.status).toBe(404);
    for (const member of [world.acme, world.twin]) {
      const { body } = await world.http.get(`${API}/records/tasks`, { token: member.token });
      expect(body).toMatchObject({ total: 1 });
      expect(body.items[0].title).not.toBe('taken');
    }
  });

  test('A13 a reference to the twin’s row is refused as if it did not exist', async () => {
    const token = world.acme.token;
    const bodies = [
      { title: 't', team: ids['twinTeam'] },
      { title: 't', watchers: [ids['acmeTeam'], ids['twinTeam']] },
    ];
    for (const body of bodies) {
      const foreign = await world.http.post(`${API}/records/tasks`, body, { token });
      const missing = await world.http.post(
        `${API}/records/tasks`,
        JSON.parse(JSON.stringify(body).replace(ids['twinTeam']!, '01980000-0000-7000-8000-000000000000')),
        { token },
      );
      expect(foreign.status).toBe(422);
      expect(foreign.body.errors).toBeDefined();
      expect(Object.keys(missing.body.errors)).toEqual(Object.keys(foreign.body.errors));
    }
    const user = await world.http.post(`${API}/records/teams`, { name: 'x', lead: world.twin.userId }, { token });
    expect(user.status).toBe(422);
    const update = await world.http.patch(
      `${API}/records/tasks/${ids['acmeTask']}`,
      { team: ids['twinTeam'] },
      { token },
    );
    expect(update.status).toBe(422);
  });

  test('A13 unique values are per account', async () => {
    const again = await world.http.post(`${API}/records/teams`, { name: 'core' }, { token: world.acme.token });
    expect(again.status).toBe(409);
    expect(again.body).toMatchObject({ field: 'name' });
    const { body } = await world.http.get(`${API}/records/teams`, { token: world.twin.token });
    expect(body.total).toBe(1);
  });
});

describe('an anonymous caller', () => {
  runScenarios(
    () => world,
    [
      {
        name: 'sees an open collection of the named account',
        method: 'GET',
        path: `${API}/records/open_notes`,
        headers: { 'x-account-id': 'acme' },
        status: 200,
        contains: ['acme-text'],
        excludes: [SECRET],
      },
      {
        name: 'is not let behind a rule',
        method: 'GET',
        path: `${API}/records/tasks`,
        headers: { 'x-account-id': 'acme' },
        status: 401,
        excludes: ['acme-text', SECRET],
      },
      {
        name: 'gets no row of another account',
        method: 'GET',
        path: () => `${API}/records/open_notes/${ids['twinNote']}`,
        headers: { 'x-account-id': 'acme' },
        status: 404,
        excludes: [SECRET],
      },
      {
        name: 'cannot write behind a rule',
        method: 'POST',
        path: `${API}/records/tasks`,
        headers: { 'x-account-id': 'acme' },
        body: { title: 't' },
        status: 401,
      },
      { name: 'needs a token for me', method: 'GET', path: `${API}/auth/me`, status: 401 },
      { name: 'needs a token for collections', method: 'GET', path: `${API}/collections`, status: 401 },
      {
        name: 'needs a token for API keys',
        method: 'POST',
        path: `${API}/admin/api-keys`,
        body: { name: 'abc' },
        status: 401,
      },
    ],
  );

  test('names the account by id, code or slug', async () => {
    for (const account of [
      world.acme.accountId,
      world.acme.accountCode,
      world.acme.accountCode.toLowerCase(),
      'acme',
    ]) {
      const { body } = await world.http.get(`${API}/records/open_notes`, { headers: { 'x-account-id': account } });
      expect(body.total).toBe(1);
    }
  });
});

describe('a locked collection', () => {
  beforeAll(() =>
    world.define(
      'vault',
      [{ name: 'text', type: 'text' }],
      Object.fromEntries(Object.keys(SIGNED_IN_RULES).map((rule) => [rule, null])),
    ),
  );
  runScenarios(
    () => world,
    [
      { name: 'list', as: acme, method: 'GET', path: `${API}/records/vault`, status: 403, contains: ['locked'] },
      { name: 'create', as: acme, method: 'POST', path: `${API}/records/vault`, body: { text: 'x' }, status: 403 },
      {
        name: 'batch',
        as: acme,
        method: 'POST',
        path: `${API}/records/vault/batch`,
        body: { records: [{ text: 'x' }] },
        status: 403,
      },
      { name: 'superadmins pass', as: (w) => w.superadmin, method: 'GET', path: `${API}/records/vault`, status: 200 },
    ],
  );
});

describe('the operator', () => {
  test('sees every account, and writes into the one they name', async () => {
    const token = world.superadmin.token;
    const { body } = await world.http.get(`${API}/records/tasks?sort=title`, { token });
    expect(body.total).toBe(2);
    const created = await world.http.post(
      `${API}/records/open_notes`,
      { text: 'for acme', account_id: world.acme.accountId },
      { token },
    );
    expect(created.body.account_id).toBe(world.acme.accountId);
    const unknown = { text: 'x', account_id: '01980000-0000-7000-8000-000000000000' };
    expect((await world.http.post(`${API}/records/open_notes`, unknown, { token })).status).toBe(422);
    const patched = await world.http.patch(`${API}/records/tasks/${ids['twinTask']}`, { title: SECRET }, { token });
    expect(patched.status).toBe(200);
    expect(patched.body.account_id).toBe(world.twin.accountId);
  });
});
