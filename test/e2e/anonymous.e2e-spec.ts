/** What strangers may do in the account that they name: what an empty rule opens, and where the collection says so, expressions. */
import { sendAsWritten, type Json } from '../support/http';
import { API, SIGNED_IN_RULES } from '../support/member';
import { runScenarios } from '../support/scenario';
import { createWorld, type World } from '../support/world';

const OPEN = { list_rule: '', view_rule: '', create_rule: '', update_rule: '', delete_rule: '' };
const ACME = { 'x-account-id': 'acme' };
const text = { name: 'text', type: 'text' };
const board = `${API}/records/board`;
const closed = `${API}/records/closed`;
const comments = `${API}/records/comments`;

let world: World;
const ids: Record<string, string> = {};

const asRoot = () => ({ token: world.superadmin.token });
const stranger = { headers: ACME };

async function collectionPath(name: string): Promise<string> {
  const { body } = await world.http.get(`${API}/collections?search=${name}&page_size=100`, asRoot());
  return `${API}/collections/${body.items.find((item: Json) => item.name === name).id}`;
}

async function change(name: string, body: object): Promise<Json> {
  const { status, body: answer } = await world.http.put(await collectionPath(name), body, asRoot());
  expect(status).toBe(200);
  return answer;
}

beforeAll(async () => {
  world = await createWorld();
  await world.define('board', [text], OPEN);
  await world.define('closed', [text], { ...OPEN, allow_anonymous: false });
  const about = { name: 'about', type: 'reference', collection: 'closed', on_delete: 'cascade' };
  await world.define('comments', [text, about], OPEN);
  const rule = '@has_permission("delete", "closed")';
  const asking = { ...OPEN, delete_rule: rule, list_rule: null, allow_anonymous: true };
  await world.define('asking', [text], asking);
  for (const [name, member] of [
    ['acme', world.acme],
    ['twin', world.twin],
  ] as const) {
    const { token } = member;
    const notice = await world.http.post(closed, { text: `${name} secret` }, { token });
    ids[`${name}Closed`] = notice.body.id;
    const comment = { text: `${name} comment`, about: notice.body.id };
    ids[`${name}Comment`] = (await world.http.post(comments, comment, { token })).body.id;
    ids[`${name}Note`] = (await world.http.post(board, { text: `${name} note` }, { token })).body.id;
    ids[`${name}Asking`] = (await world.http.post(`${API}/records/asking`, { text: 'x' }, { token })).body.id;
  }
});
afterAll(() => world?.close());

describe('in an open collection', () => {
  const note = () => `${board}/${ids['acmeNote']}`;
  runScenarios(
    () => world,
    [
      {
        name: 'read',
        method: 'GET',
        path: board,
        headers: ACME,
        status: 200,
        contains: ['acme note'],
        excludes: ['twin'],
      },
      { name: 'read one', method: 'GET', path: note, headers: ACME, status: 200 },
      {
        name: 'write',
        method: 'POST',
        path: board,
        headers: ACME,
        body: { text: 'hello' },
        status: 201,
        changes: (_world, { body }) => [{ collection: 'board', op: 'create', id: body.id }],
      },
      {
        name: 'change',
        method: 'PATCH',
        path: note,
        headers: ACME,
        body: { text: 'acme note' },
        status: 200,
        changes: () => [{ collection: 'board', op: 'update', id: ids['acmeNote']! }],
      },
      {
        name: 'cannot keep an answer under a key',
        method: 'POST',
        path: board,
        headers: { ...ACME, 'idempotency-key': 'x' },
        body: { text: 'hello' },
        status: 400,
      },
      {
        name: 'cannot name another account in the body',
        method: 'POST',
        path: board,
        headers: ACME,
        body: { text: 'x', account_id: '00000000-0000-0000-0000-000000000000' },
        status: 422,
      },
      {
        name: 'A13: no record of another account',
        method: 'GET',
        path: () => `${board}/${ids['twinNote']}`,
        headers: ACME,
        status: 404,
      },
      { name: 'name an account', method: 'GET', path: board, status: 401, contains: ['X-Account-ID'] },
      { name: 'name a real one', method: 'GET', path: board, headers: { 'x-account-id': 'nobody' }, status: 404 },
      { name: 'not with blanks', method: 'GET', path: board, headers: { 'x-account-id': '   ' }, status: 401 },
      {
        name: 'not the system account',
        method: 'GET',
        path: board,
        headers: { 'x-account-id': 'system' },
        status: 404,
      },
      { name: 'nor by its code', method: 'GET', path: board, headers: { 'x-account-id': 'SY0000' }, status: 404 },
      { name: 'not two', method: 'GET', path: board, headers: { 'x-account-id': 'acme, acme-twin' }, status: 404 },
      { name: 'nor a pattern', method: 'GET', path: board, headers: { 'x-account-id': 'acm%' }, status: 404 },
      {
        name: 'nor 5,000 letters',
        method: 'GET',
        path: board,
        headers: { 'x-account-id': 'a'.repeat(5000) },
        status: 404,
      },
      { name: 'see nothing beside records', method: 'GET', path: `${API}/accounts`, headers: ACME, status: 401 },
    ],
  );

  test('a header that comes twice names no account', async () => {
    const { status } = await sendAsWritten(world.server.url, 'GET', board, { 'x-account-id': ['acme', 'acme-twin'] });
    expect(status).toBe(404);
  });

  test('a signed-in user names no other account', async () => {
    const { status, text: raw } = await world.http.get(board, { token: world.twin.token, headers: ACME });
    expect(status).toBe(403);
    expect(raw).not.toContain('acme');
  });
});

describe('N-5: an invalid credential is refused, not treated as a missing one', () => {
  const path = board;
  const bearer = (token: string) => ({ ...ACME, authorization: `Bearer ${token}` });
  runScenarios(
    () => world,
    [
      { name: 'garbage', method: 'GET', path, headers: bearer('x'), status: 401, excludes: ['note'] },
      { name: 'nothing after Bearer', method: 'GET', path, headers: { ...ACME, authorization: 'Bearer' }, status: 401 },
      { name: 'an unsigned token', method: 'GET', path, headers: bearer('eyJhbGciOiJub25lIn0.e30.'), status: 401 },
      { name: 'a key of nobody', method: 'GET', path, headers: { ...ACME, 'x-api-key': 'sb_ak.x.y' }, status: 401 },
      { name: 'an empty key', method: 'GET', path, headers: { ...ACME, 'x-api-key': '' }, status: 401 },
      { name: 'Basic', method: 'GET', path, headers: { ...ACME, authorization: 'Basic YTpi' }, status: 401 },
      { name: 'an empty header', method: 'GET', path, headers: { ...ACME, authorization: '' }, status: 401 },
      { name: 'a write', method: 'POST', path, headers: bearer('x'), body: { text: 'x' }, status: 401 },
    ],
  );

  test('a good token without Bearer', async () => {
    const headers = { ...ACME, authorization: world.acme.token };
    const { status, body } = await world.http.get(path, { headers });
    expect([status, body.error]).toEqual([401, 'AUTH_CREDENTIAL_UNREADABLE']);
    expect(body.detail).toContain('Authorization: Bearer <token>');
  });

  test('a session that ended', async () => {
    const { token } = await world.register('leaving');
    expect((await world.http.get(board, { token })).status).toBe(200);
    await world.http.post(`${API}/auth/logout`, {}, { token });
    expect((await world.http.get(board, { token, headers: ACME })).status).toBe(401);
  });
});

describe('N-4: a collection that does not allow strangers', () => {
  const record = () => `${closed}/${ids['acmeClosed']}`;
  const excludes = ['secret'];
  const locked = { headers: ACME, status: 401, contains: ['AUTH_REQUIRED'], excludes };
  const acme = (w: World) => w.acme;
  runScenarios(
    () => world,
    [
      { name: 'list', method: 'GET', path: closed, ...locked },
      { name: 'filter', method: 'GET', path: `${closed}?filter=text ~ "secret"`, ...locked },
      { name: 'get', method: 'GET', path: record, ...locked },
      { name: 'create', method: 'POST', path: closed, body: { text: 'x' }, ...locked },
      { name: 'put', method: 'PUT', path: record, body: { text: 'x' }, ...locked },
      { name: 'patch', method: 'PATCH', path: record, body: { text: 'x' }, ...locked },
      { name: 'delete', method: 'DELETE', path: record, ...locked },
      { name: 'create many', method: 'POST', path: `${closed}/batch`, body: { records: [{ text: 'x' }] }, ...locked },
      {
        name: 'members list',
        as: acme,
        method: 'GET',
        path: closed,
        status: 200,
        contains: ['acme secret'],
        excludes: ['twin'],
      },
      { name: 'members create', as: acme, method: 'POST', path: closed, body: { text: 'new' }, status: 201 },
      {
        name: 'a relation into it is empty',
        method: 'GET',
        path: `${comments}?expand=about`,
        headers: ACME,
        status: 200,
        contains: ['"about":null'],
        excludes,
      },
      {
        name: 'and not for members',
        as: acme,
        method: 'GET',
        path: `${comments}?expand=about`,
        status: 200,
        contains: ['acme secret'],
      },
      {
        name: 'B2 no filter looks into it',
        method: 'GET',
        path: `${comments}?filter=about.text ~ "secret"`,
        headers: ACME,
        status: 200,
        contains: ['"total":0'],
      },
      {
        name: 'but that of members',
        as: acme,
        method: 'GET',
        path: `${comments}?filter=about.text ~ "secret"`,
        status: 200,
        contains: ['"total":1'],
      },
      {
        name: 'no permission comes from it',
        method: 'DELETE',
        path: () => `${API}/records/asking/${ids['acmeAsking']}`,
        headers: ACME,
        status: 404,
      },
      {
        name: 'but to members',
        as: (w) => w.twin,
        method: 'DELETE',
        path: () => `${API}/records/asking/${ids['twinAsking']}`,
        status: 204,
      },
    ],
  );

  test('B1 no order shows what lies behind it', async () => {
    await world.http.post(closed, { text: 'aaa' }, { token: world.acme.token });
    const orders: string[][] = [];
    for (const sort of ['about.text', '-about.text']) {
      const { body } = await world.http.get(`${comments}?sort=${sort},id`, stranger);
      orders.push(body.items.map(({ id }: Json) => id));
    }
    expect(orders[0]).toEqual(orders[1]);
  });

  test('plans of members are not those of strangers, in whatever order they ask', async () => {
    for (const query of ['', '?sort=text', '?fields=text', '?filter=text != "x"']) {
      const statuses: number[] = [];
      for (const call of [stranger, { token: world.acme.token }, stranger, { token: world.acme.token }]) {
        statuses.push((await world.http.get(closed + query, call)).status);
      }
      expect(statuses).toEqual([401, 200, 401, 200]);
    }
  });

  test('closes and opens with the next request, and says so', async () => {
    expect((await world.http.get(board, stranger)).status).toBe(200);
    expect(await change('board', { allow_anonymous: false })).toMatchObject({
      allow_anonymous: false,
      has_public_access: false,
    });
    expect((await world.http.get(board, stranger)).status).toBe(401);
    expect((await world.http.get(board, { token: world.acme.token })).status).toBe(200);
    // What is not sent stays.
    expect((await change('board', { list_rule: '' })).allow_anonymous).toBe(false);
    const shown = await world.http.get(await collectionPath('board'), asRoot());
    expect(shown.body).toMatchObject({ allow_anonymous: false, list_rule: '' });
    expect(await change('board', { allow_anonymous: true })).toMatchObject({ has_public_access: true });
    expect((await world.http.get(board, stranger)).status).toBe(200);
  });

  test.each(['no', 0, [], {}])('allow_anonymous: %j is refused', async (allow_anonymous) => {
    const fields = [text];
    const created = await world.http.post(`${API}/collections`, { name: 'wrong', fields, allow_anonymous }, asRoot());
    const updated = await world.http.patch(await collectionPath('board'), { allow_anonymous }, asRoot());
    for (const { status, body } of [created, updated]) {
      expect([status, body.details?.[0].field]).toEqual([422, 'allow_anonymous']);
    }
  });
});

describe('F2 F3: a superadmin who opens a rule to strangers is warned', () => {
  const all = ['list', 'view', 'create', 'update', 'delete'];
  const warned = (answer: Json): string[] =>
    (answer.warnings ?? []).map((warning: string) => all.find((name) => warning.startsWith(`${name}_rule`)));

  test('when it is created, changed, or its rules are', async () => {
    const fields = [text];
    const { body: created } = await world.http.post(`${API}/collections`, { name: 'loud', fields, ...OPEN }, asRoot());
    expect(warned(created)).toEqual(all);
    expect(warned(await change('loud', { update_rule: '' }))).toEqual(['update']);
    const rules = `${API}/collections/loud/rules`;
    const { body: ruled } = await world.http.put(rules, { delete_rule: '', list_rule: '' }, asRoot());
    expect(warned(ruled)).toEqual(['list', 'delete']);
    expect(warned((await world.http.put(rules, { delete_rule: null }, asRoot())).body)).toEqual([]);
  });

  test('not where strangers are refused, and again when they are let in', async () => {
    const definition = { name: 'quiet', fields: [text], ...OPEN, delete_rule: null, allow_anonymous: false };
    const { body: created } = await world.http.post(`${API}/collections`, definition, asRoot());
    expect(warned(created)).toEqual([]);
    expect(warned(await change('quiet', { create_rule: '' }))).toEqual([]);
    expect(warned(await change('quiet', { allow_anonymous: true }))).toEqual(['list', 'view', 'create', 'update']);
  });

  test('an expression warns where it holds for strangers', async () => {
    const definition = { name: 'spoken', fields: [text], view_rule: 'text != "x"', create_rule: 'text != "x"' };
    const { body: created } = await world.http.post(`${API}/collections`, definition, asRoot());
    expect([warned(created), created.has_public_access]).toEqual([[], false]);
    const opened = await world.http.put(`${API}/collections/spoken/rules`, { allow_anonymous: true }, asRoot());
    expect(warned(opened.body)).toEqual(['view', 'create']);
  });

  test('a rule about the caller opens nothing to strangers, whatever the collection says', async () => {
    const path = `${API}/records/members_only`;
    await world.define('members_only', [text], SIGNED_IN_RULES);
    expect((await world.http.get(path, stranger)).status).toBe(401);
    expect((await world.http.post(path, { text: 'x' }, stranger)).status).toBe(401);
    await change('members_only', { allow_anonymous: true });
    expect((await world.http.get(path, stranger)).body.total).toBe(0);
    expect((await world.http.post(path, { text: 'x' }, stranger)).status).toBe(400);
  });
});
