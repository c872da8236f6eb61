import { Callers } from '#application/kernel/callers';
/** API keys, and what happens to every credential when its owner changes. */
import { ApiKeyEntity } from '#server/infrastructure/database/entities/api-key.entity';
import { GroupEntity } from '#server/infrastructure/database/entities/group.entity';
import { UserEntity } from '#server/infrastructure/database/entities/user.entity';
import { UserGroupEntity } from '#server/infrastructure/database/entities/user-group.entity';
import { DataSource, type EntityManager } from 'typeorm';
import { managerOf } from '#server/infrastructure/database/lanes/transaction';
import { ApiKeys } from '#application/api-keys/api-keys';
import { Authenticator } from '#application/kernel/sign-in/authenticator';
import { Units } from '#application/kernel/units';
import { newId } from '#domain/kernel/ids';
import { type Principal, type RequestContext, systemContext } from '#domain/kernel/request-context';
import { eventually } from '../support/eventually';
import { API, login, PASSWORD } from '../support/member';
import { createWorld, type World } from '../support/world';
import { strangerContext, TEST_ACT } from '../support/unit';

const KEYS = `${API}/admin/api-keys`;
const LONG_AGO = '2001-01-01T00:00:00.000Z';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world?.close());

const asRoot = () => ({ token: world.superadmin.token });
const createKey = (body: object = { name: 'deploy' }) => world.http.post(KEYS, body, asRoot());
const me = (headers: Record<string, string>) => world.http.get(`${API}/auth/me`, { headers });
const bearer = (token: string) => me({ authorization: `Bearer ${token}` });

/** What only later versions can do over HTTP, and operators can do now in the database. */
function change(accountId: string, work: (manager: EntityManager) => Promise<unknown>): Promise<unknown> {
  const units = world.server.app.get(Units, { strict: false });
  return units.run(systemContext('test', accountId), TEST_ACT, (tx) => work(managerOf(tx)));
}

const bump = (manager: EntityManager, id: string, more: object = {}) =>
  manager.update(UserEntity, { id }, { authVersion: () => 'auth_version + 1', ...more });

describe('an API key', () => {
  test('is shown once, works as key and as bearer, and ends when revoked', async () => {
    const created = await createKey({ name: 'deploy', expires_at: '2999-01-01T00:00:00Z' });
    expect(created.status).toBe(201);
    const { id, key } = created.body;
    expect(created.body).toMatchObject({
      name: 'deploy',
      key: expect.stringMatching(/^sb_ak\.[\w-]+\.[\w-]+$/),
      expires_at: '2999-01-01T00:00:00.000Z',
      is_active: true,
      scopes: [],
    });

    for (const headers of [{ 'x-api-key': key }, { authorization: `Bearer ${key}` }]) {
      expect((await me(headers)).body).toMatchObject({ user_id: world.superadmin.userId });
    }
    const masked = `sb_ak.…${key.slice(-4)}`;
    const shown = await world.http.get(`${KEYS}/${id}`, asRoot());
    expect(shown.body).toMatchObject({ id, key: masked });
    const list = await world.http.get(KEYS, asRoot());
    expect(list.body.items[0]).toMatchObject({ id, key: masked });
    expect(list.body.total).toBe(list.body.items.length);
    for (const { text } of [shown, list]) expect(text).not.toContain(key);

    expect((await world.http.delete(`${KEYS}/${id}`, asRoot())).status).toBe(204);
    expect((await me({ 'x-api-key': key })).status).toBe(401);
    expect((await world.http.get(`${KEYS}/${id}`, asRoot())).body.is_active).toBe(false);
  });

  test('N-7: notes its use, not in the request and not each time', async () => {
    const { id, key } = (await createKey()).body;
    for (let index = 0; index < 3; index += 1) await me({ 'x-api-key': key });
    const reads = world.server.app.get(DataSource, { strict: false });
    const lastUsed = async (keyId: string) =>
      (await reads.manager.findOneByOrFail(ApiKeyEntity, { id: keyId })).lastUsedAt;
    const used = await eventually(() => lastUsed(id));
    expect(used).toMatch(/Z$/);
    for (let index = 0; index < 3; index += 1) await me({ 'x-api-key': key });
    // A note of these uses would have been written before the one of a later use of another key.
    const other = (await createKey()).body;
    await me({ 'x-api-key': other.key });
    await eventually(() => lastUsed(other.id));
    expect(await lastUsed(id)).toBe(used);
    for (const keyId of [id, other.id]) await world.http.delete(`${KEYS}/${keyId}`, asRoot());
  });

  test('counts beside a bearer only when the bearer is absent', async () => {
    const { id, key } = (await createKey()).body;
    const both = await me({ authorization: `Bearer ${world.acme.token}`, 'x-api-key': key });
    expect(both.body.user_id).toBe(world.acme.userId);
    expect((await me({ authorization: 'Bearer stale', 'x-api-key': key })).status).toBe(401);
    expect((await me({ authorization: 'Basic abc', 'x-api-key': key })).status).toBe(401);
    await world.http.delete(`${KEYS}/${id}`, asRoot());
  });

  test('is refused once expired', async () => {
    const { id, key } = (await createKey({ name: 'short', expires_at: '2999-01-01T00:00:00Z' })).body;
    const { accountId } = world.superadmin;
    await change(accountId, (manager) => manager.update(ApiKeyEntity, { id }, { expiresAt: LONG_AGO }));
    expect((await me({ 'x-api-key': key })).body.detail).toBe('API key has expired');
  });

  test('whose text is not the stored one is refused, though we signed it', async () => {
    const { id, key } = (await createKey()).body;
    const { accountId } = world.superadmin;
    await change(accountId, (manager) => manager.update(ApiKeyEntity, { id }, { keyHash: '0'.repeat(64) }));
    expect((await me({ 'x-api-key': key })).status).toBe(401);
    await world.http.delete(`${KEYS}/${id}`, asRoot());
  });

  test.each([
    ['a short name', { name: 'ab' }, 'name'],
    ['no name', {}, 'name'],
    ['an end in the past', { name: 'late', expires_at: LONG_AGO }, 'expires_at'],
    ['an end that is no date', { name: 'late', expires_at: 'tomorrow' }, 'expires_at'],
    ['a scope of no collection', { name: 'scoped', scopes: ['records:read'] }, 'scopes'],
  ])('is not made with %s', async (_what, body, field) => {
    const answer = await createKey(body);
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toHaveProperty(field);
  });

  test('is one of ten at most, even when twenty are requested at once', async () => {
    const { items } = (await world.http.get(KEYS, asRoot())).body;
    for (const { id } of items) await world.http.delete(`${KEYS}/${id}`, asRoot());
    const answers = await Promise.all(Array.from({ length: 20 }, () => createKey()));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(10);
    expect(answers.find(({ status }) => status !== 201)?.body.detail).toBe('Maximum number of API keys reached (10)');
    const page = await world.http.get(`${KEYS}?offset=2&limit=3`, asRoot());
    expect(page.body.items).toHaveLength(3);
    for (const { status, body } of answers) {
      if (status === 201) await world.http.delete(`${KEYS}/${body.id}`, asRoot());
    }
  });

  test('is nobody else’s business', async () => {
    const { id } = (await createKey()).body;
    const asAcme = { token: world.acme.token };
    expect((await world.http.get(KEYS, asAcme)).body).toEqual({ items: [], total: 0 });
    expect((await world.http.get(`${KEYS}/${id}`, asAcme)).status).toBe(404);
    expect((await world.http.delete(`${KEYS}/${id}`, asAcme)).status).toBe(404);
    for (const unknown of [newId(), 'x', '000000000000000000000000']) {
      expect((await world.http.get(`${KEYS}/${unknown}`, asRoot())).status).toBe(404);
      expect((await world.http.delete(`${KEYS}/${unknown}`, asRoot())).status).toBe(404);
    }
    await world.http.delete(`${KEYS}/${id}`, asRoot());
  });
});

describe('a change of its owner reaches every credential with the next request', () => {
  test('role and groups', async () => {
    const member = await world.register('changing');
    expect((await bearer(member.token)).body).toMatchObject({ role: 'admin', groups: ['pii_access'] });
    const group = {
      id: newId(),
      name: 'editors',
      accountId: member.accountId,
      createdAt: LONG_AGO,
      updatedAt: LONG_AGO,
    };
    await change(member.accountId, async (manager) => {
      await manager.insert(GroupEntity, group);
      await manager.insert(UserGroupEntity, { userId: member.userId, groupId: group.id });
      await bump(manager, member.userId, { roleId: 2 });
    });
    expect((await bearer(member.token)).body).toMatchObject({ role: 'user', groups: ['editors', 'pii_access'] });
  });

  test('work that started with the old rights is done again with the new ones', async () => {
    const { app } = world.server;
    const [authenticator, apiKeys] = [app.get(Authenticator, { strict: false }), app.get(ApiKeys, { strict: false })];
    const principal = await authenticator.authenticate(world.superadmin.token);
    await change(principal.accountId, (manager) => bump(manager, principal.userId));

    const ctx: RequestContext = { ...strangerContext(), actor: principal };
    const { apiKey } = await apiKeys.create(ctx, { name: 'stale', expiresAt: undefined, scopes: [] });
    await apiKeys.revoke(ctx, apiKey.id);
  });

  test('what is remembered of a token follows the database when read again', async () => {
    const authenticator = world.server.app.get(Authenticator, { strict: false });
    const callers = world.server.app.get(Callers, { strict: false });
    const { token, userId, accountId } = await login(world.http, 'acme', world.acme.email);
    expect(callers.recall(token)).toBeUndefined();
    const before = await authenticator.authenticate(token);
    expect(callers.recall(token)).toBe(before);

    await change(accountId, (manager) => bump(manager, userId));
    const ctx: RequestContext = { ...strangerContext(accountId), actor: before };
    const { actor } = await callers.renew(ctx);
    expect((actor as Principal).credential.stamp).toBe(before.credential.stamp + 1);
    expect(callers.recall(token)).toBe(actor);

    await world.http.post(`${API}/auth/logout`, {}, { token });
    await expect(callers.renew({ ...ctx, actor })).rejects.toMatchObject({ code: 'AUTH_TOKEN_REVOKED' });
    expect(callers.recall(token)).toBeUndefined();
    await expect(authenticator.authenticate(token)).rejects.toMatchObject({ code: 'AUTH_TOKEN_REVOKED' });
  });

  test('switching off ends sessions and keys', async () => {
    const email = 'second-root@snackbase.example';
    const userId = newId();
    const root = world.superadmin;
    await change(root.accountId, async (manager) => {
      const row = await manager.findOneByOrFail(UserEntity, { id: root.userId });
      await manager.insert(UserEntity, Object.assign(row, { id: userId, email, emailKey: email }));
    });
    const body = { account: 'system', email, password: PASSWORD };
    const { token, refresh_token } = (await world.http.post(`${API}/auth/login`, body)).body;
    const { key } = (await world.http.post(KEYS, { name: 'second' }, { token })).body;
    expect((await me({ 'x-api-key': key })).status).toBe(200);

    expect((await world.http.delete(`${API}/users/${userId}`, asRoot())).status).toBe(204);
    expect((await me({ 'x-api-key': key })).status).toBe(401);
    expect((await bearer(token)).status).toBe(401);
    expect((await world.http.post(`${API}/auth/refresh`, { refresh_token })).status).toBe(401);
    expect((await world.http.post(`${API}/auth/login`, body)).status).toBe(401);
  });
});
