/** What the API document shows of live collections, by who asks: what they can do there, and no name beyond that. */
import type { Answer, Json } from '../support/http';
import { addUser } from '../support/insiders';
import { API, login, type Member } from '../support/member';
import { openApiProblems } from '../support/openapi';
import { createWorld, type World } from '../support/world';

const LOCKED = { list_rule: null, view_rule: null, create_rule: null, update_rule: null, delete_rule: null };
const OPEN = { list_rule: '', view_rule: '', create_rule: '', update_rule: '', delete_rule: '' };
const EVERYTHING = ['list', 'view', 'create', 'update', 'delete'];

/** Their names begin like no other text of the server. */
const COLLECTIONS: Readonly<Record<string, Record<string, unknown>>> = {
  zq_open: OPEN,
  zq_locked: LOCKED,
  zq_read: { ...LOCKED, list_rule: '', view_rule: 'title != ""' },
  zq_drop: { ...LOCKED, delete_rule: '@owns_record()' },
  zq_admins: { ...LOCKED, list_rule: '@has_role("admin")', create_rule: '@has_role("admin") && title = "x"' },
  zq_crew: { ...LOCKED, list_rule: '@has_group("crew")' },
  zq_body: { ...LOCKED, create_rule: 'isset(@request.data.title)', update_rule: 'changed(title)' },
};

let world: World;
let member: Member;

beforeAll(async () => {
  world = await createWorld();
  for (const [name, rules] of Object.entries(COLLECTIONS)) {
    await world.define(
      name,
      [
        { name: `${name}_title`, type: 'text' },
        { name: 'title', type: 'text' },
      ],
      rules,
    );
  }
  const reference = { type: 'reference', on_delete: 'set_null' };
  await world.define(
    'zq_links',
    [
      { name: 'shown', collection: 'zq_open', ...reference },
      { name: 'unseen', collection: 'zq_drop', ...reference },
      { name: 'hidden', collection: 'zq_locked', ...reference },
    ],
    { ...LOCKED, list_rule: '' },
  );
  await world.define('zq_acme', [{ name: 'title', type: 'text' }], {
    ...LOCKED,
    list_rule: `@request.auth.account_id = "${world.acme.accountId}"`,
  });
  member = await addUser(world, world.acme, 'member@acme.example');
});
afterAll(() => world?.close());

const read = (headers: Record<string, string> = {}): Promise<Answer> => world.http.get('/openapi.json', { headers });
const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });

/** The operations by collection, those of the collections without any left out. */
function operationsOf({ body }: Answer): Record<string, string[]> {
  const found: Record<string, Set<string>> = {};
  for (const [path, item] of Object.entries<Json>(body.paths)) {
    const name = /\/records\/(zq_\w+)/.exec(path)?.[1];
    if (name === undefined) continue;
    for (const method of Object.keys(item)) {
      const read = path.endsWith('}') ? 'view' : 'list';
      const operation = { get: read, post: 'create', put: 'update', patch: 'update', delete: 'delete' }[method];
      if (operation) (found[name] ??= new Set()).add(operation);
    }
  }
  return Object.fromEntries(
    Object.entries(found).map(([name, set]) => [name, EVERYTHING.filter((each) => set.has(each))]),
  );
}

/** Names of collections, wherever in the text they stand. */
function namesIn({ text }: Answer): string[] {
  return [...new Set([...text.matchAll(/zq_[a-z]+/g)].map(([name]) => name))].toSorted();
}

async function keyOf({ token }: Member, scopes: string[]): Promise<Record<string, string>> {
  const made = await world.http.post(`${API}/admin/api-keys`, { name: String(scopes), scopes }, { token });
  expect(made.status).toBe(201);
  return { 'x-api-key': made.body.key };
}

const MEMBERS = {
  zq_open: EVERYTHING,
  zq_read: ['list', 'view'],
  zq_drop: ['delete'],
  zq_body: ['create', 'update'],
  zq_links: ['list'],
};
const ADMINS = { ...MEMBERS, zq_admins: ['list', 'create'] };

const VIEWS: [who: string, headers: () => Record<string, string> | Promise<Record<string, string>>, seen: object][] = [
  ['strangers', () => ({}), {}],
  ['strangers who name an account', () => ({ 'x-account-id': 'acme' }), {}],
  ['what a proxy asked for', () => ({ authorization: 'Basic b25lOnR3bw==' }), {}],
  ['a member', () => bearer(member.token), { ...MEMBERS, zq_acme: ['list'] }],
  ['an admin', () => bearer(world.acme.token), { ...ADMINS, zq_acme: ['list'] }],
  ['an admin of another account', () => bearer(world.twin.token), ADMINS],
  ['a key with scopes', () => keyOf(world.twin, ['zq_read:list', 'zq_acme:*', 'zq_locked:*']), { zq_read: ['list'] }],
  ['a key with every scope', () => keyOf(world.twin, ['*:*']), ADMINS],
  [
    'a superadmin',
    () => bearer(world.superadmin.token),
    Object.fromEntries([...Object.keys(COLLECTIONS), 'zq_links', 'zq_acme'].map((name) => [name, EVERYTHING])),
  ],
  [
    'a superadmin’s key with scopes',
    () => keyOf(world.superadmin, ['zq_locked:read']),
    { zq_locked: ['list', 'view'] },
  ],
];

test.each(VIEWS)('%s: what they can do, and no other name', async (_who, headers, seen) => {
  const sent = await headers();
  // The answers to others, before and in between, must not matter.
  for (let round = 0; round < 2; round += 1) {
    await Promise.all([read(), read(bearer(world.superadmin.token)), read(bearer(world.acme.token))]);
    const answer = await read(sent);
    expect({ status: answer.status, seen: operationsOf(answer) }).toEqual({ status: 200, seen });
    expect(namesIn(answer)).toEqual(Object.keys(seen).toSorted());
    expect(openApiProblems(answer.body)).toEqual([]);
  }
});

test('fields are shown only where a record can be read or sent', async () => {
  const { text } = await read(bearer(member.token));
  for (const name of ['zq_open', 'zq_read', 'zq_body']) expect(text).toContain(`${name}_title`);
  for (const name of ['zq_drop', 'zq_admins', 'zq_locked']) expect(text).not.toContain(`${name}_title`);
});

test('what is left out is refused or finds nothing, and what is shown is not locked', async () => {
  for (const who of [member, world.acme, world.twin]) {
    const { token } = who;
    const seen = operationsOf(await read(bearer(token)));
    for (const name of Object.keys(COLLECTIONS)) {
      const own = { title: 'x', account_id: who.accountId };
      await world.http.post(`${API}/records/${name}`, own, { token: world.superadmin.token });
      const { status, body } = await world.http.get(`${API}/records/${name}`, { token });
      const isListed = status === 200 && body.items.length > 0;
      expect({ name, isListed }).toEqual({ name, isListed: seen[name]?.includes('list') === true });
      const made = (await world.http.post(`${API}/records/${name}`, { title: 'x' }, { token })).status === 201;
      expect({ name, made }).toEqual({ name, made: seen[name]?.includes('create') === true });
    }
  }
});

test('it follows the rules, the caller’s groups and the end of the session at once', async () => {
  const { token } = world.superadmin;
  const group = await world.http.post(`${API}/groups`, { name: 'crew' }, { token: world.acme.token });
  const added = await world.http.post(
    `${API}/groups/${group.body.id}/users`,
    { user_id: member.userId },
    { token: world.acme.token },
  );
  expect(added.status).toBeLessThan(300);
  const session = await login(world.http, 'acme', member.email);
  expect(operationsOf(await read(bearer(session.token)))).toHaveProperty('zq_crew', ['list']);
  expect(operationsOf(await read(bearer(world.acme.token)))).not.toHaveProperty('zq_crew');

  const { body } = await world.http.get(`${API}/collections`, { token });
  const { id } = body.items.find(({ name }: Json) => name === 'zq_crew');
  const locked = await world.http.put(`${API}/collections/${id}`, { list_rule: null }, { token });
  expect(locked.status).toBe(200);
  expect(operationsOf(await read(bearer(session.token)))).not.toHaveProperty('zq_crew');

  await world.http.post(`${API}/auth/logout`, { refresh_token: session.refreshToken });
  expect((await read(bearer(session.token))).status).toBe(401);
});
