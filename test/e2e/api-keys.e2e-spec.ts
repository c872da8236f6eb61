import { systemContext } from '#domain/kernel/request-context';
/** API keys of operators and of account admins: how they are made, shown and ended, and that none makes a stronger one. */
import { Units } from '#application/kernel/units';
import { newId } from '#domain/kernel/ids';
import { ApiKeyEntity } from '#server/infrastructure/database/entities/api-key.entity';
import { UserEntity } from '#server/infrastructure/database/entities/user.entity';
import { managerOf } from '#server/infrastructure/database/lanes/transaction';
import { createDatabase, type TestDatabase } from '../support/database';
import { startServerOn, type TestServer } from '../support/server';
import { API, login, type Member } from '../support/member';
import { runScenarios, type Scenario } from '../support/scenario';
import { createWorld, type World } from '../support/world';
import { TEST_ACT } from '../support/unit';

const KEYS = `${API}/admin/api-keys`;
const MS_PER_DAY = 86_400_000;
const DEFAULT_DAYS = 30;
const USER_ROLE = 2;
const FAR = '2999-01-01T00:00:00.000Z';

let world: World;
beforeAll(async () => {
  world = await createWorld({
    SNACKBASE_API_KEY_DEFAULT_EXPIRATION_DAYS: String(DEFAULT_DAYS),
    SNACKBASE_API_KEY_MAX_PER_USER: '1000',
  });
  await world.define('posts', [{ name: 'title', type: 'text' }]);
  await world.define('Comments', [{ name: 'text', type: 'text' }]);
});
afterAll(() => world?.close());

const create = (token: string, body: object) => world.http.post(KEYS, body, { token });
const me = (token: string) => world.http.get(`${API}/auth/me`, { token });

/** The key's text. */
async function make(token: string, body: object = {}): Promise<{ id: string; key: string }> {
  const answer = await create(token, { name: 'a key', ...body });
  if (answer.status !== 201) throw new Error(`no key was made: ${answer.status} ${answer.text}`);
  return answer.body;
}

/** A second user of the account, who can log in with the same password. */
async function addUser({ accountId, userId }: Member, email: string, roleId: number): Promise<Member> {
  const units = world.server.app.get(Units, { strict: false });
  await units.run(systemContext('test', accountId), TEST_ACT, async (tx) => {
    const row = await managerOf(tx).findOneByOrFail(UserEntity, { id: userId });
    await managerOf(tx).insert(UserEntity, Object.assign(row, { id: newId(), email, emailKey: email, roleId }));
  });
  return login(world.http, accountId, email);
}

async function setRole({ accountId, userId }: Member, roleId: number): Promise<void> {
  const units = world.server.app.get(Units, { strict: false });
  await units.run(systemContext('test', accountId), TEST_ACT, (tx) =>
    managerOf(tx).update(UserEntity, { id: userId }, { roleId, authVersion: () => 'auth_version + 1' }),
  );
}

describe('a key of an account admin', () => {
  test('is limited to its scopes, kept in one spelling and order', async () => {
    const scopes = ['posts:write', '*:view', 'POSTS:list', 'comments:read', 'posts:write', 'posts:list'];
    const made = await create(world.acme.token, { name: ' sync ', scopes, expires_at: FAR });
    expect(made.status).toBe(201);
    expect(made.headers.get('cache-control')).toBe('no-store');
    const { id, key } = made.body;
    const shown = {
      id,
      name: 'sync',
      scopes: ['*:view', 'Comments:read', 'posts:list', 'posts:write'],
      expires_at: FAR,
    };
    expect(made.body).toMatchObject({
      ...shown,
      key: expect.stringMatching(/^sb_ak\.[\w-]+\.[\w-]{43}$/),
      is_active: true,
    });
    expect((await me(key)).body).toMatchObject({ user_id: world.acme.userId, account_id: world.acme.accountId });

    const masked = { ...shown, key: `sb_ak.…${key.slice(-4)}` };
    const one = await world.http.get(`${KEYS}/${id}`, { token: world.acme.token });
    const list = await world.http.get(`${KEYS}?limit=1&offset=0`, { token: world.acme.token });
    expect(one.body).toMatchObject(masked);
    expect(list.body).toMatchObject({ items: [masked], total: expect.any(Number) });
    for (const { text } of [one, list]) expect(text).not.toContain(key);
  });

  test.each([{}, { scopes: null }, { scopes: [] }])('must say what it is for: %j', async (body) => {
    const answer = await create(world.acme.token, { name: 'all', ...body });
    expect(answer).toMatchObject({ status: 422, body: { field: 'scopes' } });
    expect(answer.text).toContain('<collection>:<operation>');
  });

  test('is its owner’s alone: to others of the account, to the twin and to operators it is not there', async () => {
    const { id } = await make(world.acme.token, { scopes: ['posts:read'] });
    const colleague = await addUser(world.acme, 'second@acme.example', 1);
    for (const { token } of [colleague, world.twin, world.superadmin]) {
      expect((await world.http.get(`${KEYS}/${id}`, { token })).status).toBe(404);
      expect((await world.http.delete(`${KEYS}/${id}`, { token })).status).toBe(404);
      expect((await world.http.get(KEYS, { token })).text).not.toContain(id);
    }
    expect((await world.http.get(`${KEYS}/${id}`, { token: world.acme.token })).body.is_active).toBe(true);
  });

  test('ends with the next request after it was revoked, and revoking it again changes nothing', async () => {
    const { id, key } = await make(world.acme.token, { scopes: ['posts:read'] });
    const list = () => world.http.get(`${API}/records/posts`, { token: key });
    expect([(await list()).status, (await me(key)).status]).toEqual([200, 200]);
    for (let round = 0; round < 2; round += 1) {
      expect((await world.http.delete(`${KEYS}/${id}`, { token: world.acme.token })).status).toBe(204);
      expect([(await list()).status, (await me(key)).status]).toEqual([401, 401]);
    }
    const shown = await world.http.get(`${KEYS}/${id}`, { token: world.acme.token });
    expect(shown.body).toMatchObject({ id, is_active: false });
  });

  test('A-1: dies with its owner’s deactivation', async () => {
    const owner = await addUser(world.acme, 'leaving@acme.example', 1);
    const { key } = await make(owner.token, { scopes: ['posts:read'] });
    expect((await world.http.get(`${API}/records/posts`, { token: key })).status).toBe(200);
    const removed = await world.http.delete(`${API}/users/${owner.userId}`, { token: world.superadmin.token });
    expect(removed.status).toBe(204);
    expect((await world.http.get(`${API}/records/posts`, { token: key })).status).toBe(401);
    expect((await me(key)).status).toBe(401);
  });

  test('A-2: has the role that its owner has now', async () => {
    const owner = await addUser(world.acme, 'demoted@acme.example', 1);
    await world.define('ledger', [{ name: 'entry', type: 'text' }], { list_rule: '@request.auth.role = "admin"' });
    const { key } = await make(owner.token, { scopes: ['*:*'] });
    const write = await world.http.post(`${API}/records/ledger`, { entry: 'x' }, { token: key });
    const total = async () => (await world.http.get(`${API}/records/ledger`, { token: key })).body.total;
    expect([write.status, await total()]).toEqual([201, 1]);

    await setRole(owner, USER_ROLE);
    expect((await me(key)).body.role).toBe('user');
    expect(await total()).toBe(0);
    expect((await create(owner.token, { name: 'again', scopes: ['posts:read'] })).status).toBe(403);
  });

  test('A-2: is still its owner’s to see and to revoke when the owner is no admin any more', async () => {
    const owner = await addUser(world.acme, 'revoking@acme.example', 1);
    const { id, key } = await make(owner.token, { scopes: ['posts:read'] });
    await setRole(owner, USER_ROLE);
    const as = { token: owner.token };
    expect((await world.http.get(KEYS, as)).body).toMatchObject({ items: [{ id }], total: 1 });
    expect((await world.http.get(`${KEYS}/${id}`, as)).body).toMatchObject({ id, is_active: true });
    expect((await world.http.delete(`${KEYS}/${id}`, as)).status).toBe(204);
    expect((await me(key)).status).toBe(401);
  });
});

describe('A-3: a key never makes a stronger key', () => {
  test('a scoped one makes none, even an operator’s', async () => {
    for (const { token } of [world.acme, world.superadmin]) {
      const { key, id } = await make(token, { scopes: ['*:*'] });
      for (const scopes of [[], ['*:*'], ['posts:list']]) {
        expect((await create(key, { name: 'child', scopes })).status).toBe(403);
      }
      expect((await world.http.get(KEYS, { token: key })).status).toBe(403);
      expect((await world.http.delete(`${KEYS}/${id}`, { token: key })).status).toBe(403);
    }
  });

  test('an operator’s makes keys of the same user that end no later', async () => {
    const end = new Date(Date.now() + MS_PER_DAY).toISOString();
    const { key } = await make(world.superadmin.token, { expires_at: end });
    const child = await create(key, { name: 'child' });
    expect(child.body).toMatchObject({ expires_at: end, scopes: [] });
    expect((await me(child.body.key)).body.user_id).toBe(world.superadmin.userId);
    const longer = await create(key, { name: 'child', expires_at: FAR });
    expect(longer).toMatchObject({ status: 422, body: { field: 'expires_at' } });
    const sooner = new Date(Date.now() + MS_PER_DAY / 2).toISOString();
    expect((await create(child.body.key, { name: 'grandchild', expires_at: sooner })).body.expires_at).toBe(sooner);
  });

  test('a key that was revoked while it was used makes none', async () => {
    const { key, id } = await make(world.superadmin.token);
    expect((await me(key)).status).toBe(200);
    await world.http.delete(`${KEYS}/${id}`, { token: world.superadmin.token });
    expect((await create(key, { name: 'child' })).status).toBe(401);
  });
});

test('a key for which no end is given has the operator’s', async () => {
  const { body } = await create(world.acme.token, { name: 'default', scopes: ['posts:read'], expires_at: null });
  const days = (Date.parse(body.expires_at) - Date.parse(body.created_at)) / MS_PER_DAY;
  expect(days).toBeCloseTo(DEFAULT_DAYS, 3);
});

test('what no longer reads as scopes gives nothing', async () => {
  const broken = ['{', '"*:*"', '[1,["*:*"]]', '["nonsense", "posts"]', '{"0":"*:*"}'];
  const keys = await Promise.all(broken.map(() => make(world.superadmin.token, { scopes: ['*:*'] })));
  const units = world.server.app.get(Units, { strict: false });
  await units.run(systemContext('test', world.superadmin.accountId), TEST_ACT, async (tx) => {
    for (const [index, scopes] of broken.entries()) {
      await managerOf(tx).update(ApiKeyEntity, { id: keys[index]!.id }, { scopes });
    }
  });
  for (const { key } of keys) {
    expect((await me(key)).status).toBe(200);
    expect((await world.http.get(`${API}/records/posts`, { token: key })).status).toBe(403);
    expect((await world.http.get(`${API}/collections`, { token: key })).status).toBe(403);
  }
});

const asAcme = (chosen: World): Member => chosen.acme;
const unmade = (name: string, body: unknown, contains: readonly string[] = []): Scenario => ({
  name: `no key is made with ${name}`,
  as: asAcme,
  method: 'POST',
  path: KEYS,
  body,
  status: 422,
  contains,
});
const scoped = (name: string, scopes: unknown, contains: readonly string[] = []): Scenario =>
  unmade(name, { name: 'bad', scopes }, contains);

describe('bad input', () => {
  runScenarios(
    () => world,
    [
      { name: 'no token', method: 'GET', path: KEYS, status: 401 },
      { name: 'no token to create', method: 'POST', path: KEYS, body: { name: 'key' }, status: 401 },
      { name: 'an invalid id', as: asAcme, method: 'GET', path: `${KEYS}/x`, status: 404 },
      { name: 'an id of nobody', as: asAcme, method: 'DELETE', path: `${KEYS}/${newId()}`, status: 404 },
      { name: 'a negative offset', as: asAcme, method: 'GET', path: `${KEYS}?offset=-1`, status: 422 },
      { name: 'two limits', as: asAcme, method: 'GET', path: `${KEYS}?limit=1&limit=2`, status: 422 },
      { name: 'a limit of no number', as: asAcme, method: 'GET', path: `${KEYS}?limit=all`, status: 422 },
      scoped('a scope of no feature', ['records:secrets:write'], ['records:secrets:write', '<collection>:<operation>']),
      scoped('an unknown operation', ['posts:publish'], ['posts:publish']),
      scoped('an unknown collection', ['posts:read', 'nowhere:read'], ['nowhere:read']),
      scoped('a name from the prototype', ['constructor:read'], ['constructor:read']),
      scoped('an operation from the prototype', ['posts:__proto__']),
      scoped('a look-alike letter', ['pоsts:read']),
      scoped('a text for the list', 'posts:read'),
      scoped('an object for the list', { 0: 'posts:read' }),
      scoped('an operator object for a scope', [{ $ne: null }]),
      scoped('a list for a scope', [['posts:read']]),
      scoped('an over-long scope', [`${'p'.repeat(5000)}:read`]),
      scoped(
        'too many scopes',
        Array.from({ length: 51 }, () => 'posts:read'),
      ),
      unmade('a blank name', { name: '     ', scopes: ['posts:read'] }, ['name']),
      unmade('an object for a name', { name: { $ne: '' }, scopes: ['posts:read'] }),
      unmade('an end in the past', { name: 'late', scopes: ['posts:read'], expires_at: '2001-01-01' }),
      unmade('an end after the last year', {
        name: 'late',
        scopes: ['posts:read'],
        expires_at: '9999-12-31T23:59:59-05:00',
      }),
      unmade('a list for a body', [{ name: 'key' }]),
    ],
  );

  test('wrong role: a plain user makes no keys, and sees nobody else’s', async () => {
    const { token } = await addUser(world.acme, 'plain@acme.example', USER_ROLE);
    const refused = await create(token, { name: 'mine', scopes: ['*:*'] });
    expect(refused.status).toBe(403);
    expect(refused.text).not.toMatch(/superadmin|restricted/);
    const { id } = await make(world.acme.token, { scopes: ['posts:read'] });
    expect((await world.http.get(KEYS, { token })).body).toMatchObject({ items: [], total: 0 });
    expect((await world.http.get(`${KEYS}/${id}`, { token })).status).toBe(404);
    expect((await world.http.delete(`${KEYS}/${id}`, { token })).status).toBe(404);
  });
});

describe('several processes', () => {
  let database: TestDatabase;
  const servers: TestServer[] = [];
  beforeAll(async () => {
    database = await createDatabase();
    for (let count = 0; count < 2; count += 1) servers.push(await startServerOn(database));
  });
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await database?.drop();
  });

  test('a key that one revokes is refused by the other with the next request', async () => {
    const [one, two] = servers.map(({ http }) => http) as [World['http'], World['http']];
    const { token } = await login(one, 'system', 'root@snackbase.example');
    const { key, id } = (await two.post(KEYS, { name: 'shared' }, { token })).body;
    for (const http of [one, two]) {
      const { status, body } = await http.get(`${API}/auth/me`, { token: key });
      expect([status, body.token_type, body.user.token_type]).toEqual([200, 'api_key', 'api_key']);
    }
    expect((await two.delete(`${KEYS}/${id}`, { token })).status).toBe(204);
    for (const http of [one, two]) expect((await http.get(`${API}/auth/me`, { token: key })).status).toBe(401);
  });
});
