/** Roles: the operator's to change, every admin's to read, and what a change of them does to their users. */
import { InvitationEntity } from '#server/infrastructure/database/entities/invitation.entity';
import { newId } from '#domain/kernel/ids';
import type { Answer } from '../support/http';
import { addApiKey, addUser, changeDatabase } from '../support/insiders';
import { API, type Member } from '../support/member';
import { expectErrorBody, runScenarios, type Scenario } from '../support/scenario';
import { createWorld, type World } from '../support/world';

const ROLES = `${API}/roles`;
const NOWHERE = '999999999';
const LATER = '2999-01-01T00:00:00.000Z';

let world: World;
let member: Member;
beforeAll(async () => {
  world = await createWorld();
  member = await addUser(world, world.acme, 'plain@acme.example');
});
afterAll(() => world?.close());

const root = (w: World): Member => w.superadmin;
const owner = (w: World): Member => w.acme;
const asRoot = () => ({ token: world.superadmin.token });
const create = (body: unknown): Promise<Answer> => world.http.post(ROLES, body, asRoot());
const createId = async (name: string): Promise<number> => (await create({ name })).body.id;
const patchUser = (id: string, body: unknown) => world.http.patch(`${API}/users/${id}`, body, asRoot());
const me = (token: string) => world.http.get(`${API}/auth/me`, { token });

describe('every door', () => {
  const doors: readonly (Pick<Scenario, 'method' | 'path' | 'body'> & { admin: number })[] = [
    { method: 'GET', path: ROLES, admin: 200 },
    { method: 'GET', path: `${ROLES}/1`, admin: 200 },
    { method: 'POST', path: ROLES, body: { name: 'sneaked' }, admin: 403 },
    { method: 'PUT', path: `${ROLES}/2`, body: { description: 'sneaked' }, admin: 403 },
    { method: 'PATCH', path: `${ROLES}/2`, body: { description: 'sneaked' }, admin: 403 },
    { method: 'DELETE', path: `${ROLES}/2`, admin: 403 },
    { method: 'POST', path: `${ROLES}/validate-rule`, body: { rule: '' }, admin: 403 },
    { method: 'POST', path: `${ROLES}/test-rule`, body: { rule: '' }, admin: 403 },
  ];
  runScenarios(
    () => world,
    doors.flatMap(({ admin, ...door }) => [
      { ...door, name: `${door.method} ${String(door.path)} without a token`, status: 401 },
      { ...door, name: `${door.method} ${String(door.path)} as a user`, as: () => member, status: 403 },
      { ...door, name: `${door.method} ${String(door.path)} as an account's admin`, as: owner, status: admin },
    ]),
  );

  test('let nothing through', async () => {
    const { items } = (await world.http.get(ROLES, asRoot())).body;
    expect(JSON.stringify(items)).not.toContain('sneaked');
    expect(items).toMatchObject([
      { id: 1, name: 'admin' },
      { id: 2, name: 'user' },
    ]);
  });

  test('A11 are not opened by another spelling of the path', async () => {
    for (const path of [`${API}/Roles`, `${ROLES}/`, `${API}/ROLES/2/`]) {
      expect((await world.http.put(path, { name: 'x' }, { token: member.token })).status).toBeGreaterThanOrEqual(403);
    }
  });
});

describe('a role', () => {
  test('is made, read, changed and deleted', async () => {
    const made = await create({ name: '  editor ', description: ' Writes ' });
    expect(made.status).toBe(201);
    const { id } = made.body;
    expect(made.body).toEqual({
      id: expect.any(Number),
      name: 'editor',
      description: 'Writes',
      created_at: expect.stringMatching(/Z$/),
      updated_at: made.body.created_at,
    });
    expect(id).toBeGreaterThan(2);

    const renamed = await world.http.put(`${ROLES}/${id}`, { name: 'author' }, asRoot());
    expect(renamed).toMatchObject({ status: 200, body: { id, name: 'author', description: 'Writes' } });
    const cleared = await world.http.patch(`${ROLES}/${id}`, { description: null }, asRoot());
    expect(cleared.body).toMatchObject({ name: 'author', description: null });
    expect((await world.http.get(`${ROLES}/${id}`, asRoot())).body).toEqual(cleared.body);
    const list = (await world.http.get(ROLES, asRoot())).body;
    expect(list.items).toContainEqual(cleared.body);
    expect(list.total).toBe(list.items.length);

    expect((await world.http.delete(`${ROLES}/${id}`, asRoot())).status).toBe(204);
    expect((await world.http.delete(`${ROLES}/${id}`, asRoot())).status).toBe(404);
  });

  test('D8 never gets the id of one that was deleted', async () => {
    const first = await createId('short-lived');
    await world.http.delete(`${ROLES}/${first}`, asRoot());
    const second = await createId('heir');
    expect(second).toBeGreaterThan(first);
    await world.http.delete(`${ROLES}/${second}`, asRoot());
  });

  test('made twenty times at once has one name and is one; others get ids of their own', async () => {
    const same = await Promise.all(Array.from({ length: 20 }, () => create({ name: 'race' })));
    expect(same.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(19).fill(409)]);
    const others = await Promise.all(Array.from({ length: 10 }, (_, index) => create({ name: `racer ${index}` })));
    expect(new Set(others.map(({ body }) => body.id)).size).toBe(10);
    for (const { body } of [...same.filter(({ status }) => status === 201), ...others]) {
      expect((await world.http.delete(`${ROLES}/${body.id}`, asRoot())).status).toBe(204);
    }
  });

  test.each(['admin', 'ADMIN', ' User ', 'ｕｓｅｒ'])('cannot be called %j, which is taken', async (name) => {
    const answer = await create({ name });
    expect(answer).toMatchObject({ status: 409, body: { error: 'ROLE_NAME_TAKEN', field: 'name' } });
    expectErrorBody(answer);
  });

  test.each([
    ['no name', {}],
    ['a blank name', { name: '   ' }],
    ['null for a name', { name: null }],
    ['a name of 51 characters', { name: 'x'.repeat(51) }],
    ['two lines', { name: 'a\nb' }],
    ['an invisible character', { name: 'ad\u200Bmin' }],
    ['U+0000', { name: 'a\u0000' }],
    ['half a character', { name: 'a\ud800' }],
    ['an operator object', { name: { $ne: '' } }],
    ['a list', { name: ['admin2'] }],
    ['a number', { name: 7 }],
    ['a long description', { name: 'fine', description: 'x'.repeat(256) }],
    ['a description that is no text', { name: 'fine', description: { a: 1 } }],
    ['a list for a body', ['x']],
  ])('is refused with %s', async (_what, body) => {
    const answer = await create(body);
    expect(answer.status).toBe(422);
    expectErrorBody(answer);
  });

  test.each([NOWHERE, '0', '-1', '1.5', '01', '99999999999', 'admin', 'x%27--', '%00'])(
    'the id %s is not found',
    async (id) => {
      for (const method of ['GET', 'PUT', 'DELETE']) {
        const body = method === 'PUT' ? { description: 'x' } : undefined;
        const answer = await world.http.call(method, `${ROLES}/${id}`, { ...asRoot(), body });
        expect(answer.status).toBe(404);
        expectErrorBody(answer);
      }
    },
  );
});

describe('T-3 the default roles', () => {
  const unprocessable = { status: 422, contains: ['ROLE_DEFAULT'] } as const;
  const at = (id: number) => `${ROLES}/${id}`;
  runScenarios(
    () => world,
    [
      { name: 'admin keeps its name', as: root, method: 'PUT', path: at(1), body: { name: 'boss' }, ...unprocessable },
      { name: 'in this case', as: root, method: 'PATCH', path: at(1), body: { name: 'Admin' }, ...unprocessable },
      { name: 'user keeps its name', as: root, method: 'PUT', path: at(2), body: { name: 'guest' }, ...unprocessable },
      { name: 'admin stays', as: root, method: 'DELETE', path: at(1), ...unprocessable },
      { name: 'user stays', as: root, method: 'DELETE', path: at(2), ...unprocessable },
      {
        name: 'may be described',
        as: root,
        method: 'PUT',
        path: at(2),
        body: { name: 'user', description: 'Everybody' },
        status: 200,
        contains: ['Everybody'],
      },
    ],
  );
});

describe('a role in use', () => {
  test('T-3 is not deleted while a user has it, and says so', async () => {
    const id = await createId('held');
    await patchUser(member.userId, { role_id: id });
    const refused = await world.http.delete(`${ROLES}/${id}`, asRoot());
    expect(refused).toMatchObject({ status: 409, body: { error: 'ROLE_IN_USE', users: 1, invitations: 0 } });
    expectErrorBody(refused);
    await patchUser(member.userId, { role: 'user' });
    expect((await world.http.delete(`${ROLES}/${id}`, asRoot())).status).toBe(204);
  });

  test('is not deleted while an invitation offers it; one that is over does not hold it', async () => {
    const id = await createId('offered');
    const invitation = newId();
    await changeDatabase(world, (manager) =>
      manager.insert(InvitationEntity, {
        id: invitation,
        accountId: world.acme.accountId,
        email: 'guest@acme.example',
        emailKey: 'guest@acme.example',
        roleId: id,
        groupIds: '[]',
        tokenHash: 'a'.repeat(64),
        createdAt: LATER,
        updatedAt: LATER,
        expiresAt: LATER,
      }),
    );
    const refused = await world.http.delete(`${ROLES}/${id}`, asRoot());
    expect(refused).toMatchObject({ status: 409, body: { users: 0, invitations: 1 } });
    await changeDatabase(world, (manager) =>
      manager.update(InvitationEntity, { id: invitation }, { cancelledAt: LATER }),
    );
    expect((await world.http.delete(`${ROLES}/${id}`, asRoot())).status).toBe(204);
  });

  test('is either given or deleted, when both are asked for at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const id = await createId(`contested ${round}`);
      const [given, deleted] = await Promise.all([
        world.http.patch(`${API}/users/${member.userId}`, { role_id: id }, { token: world.acme.token }),
        world.http.delete(`${ROLES}/${id}`, asRoot()),
      ]);
      expect([
        [200, 409],
        [404, 204],
      ]).toContainEqual([given.status, deleted.status]);
      await patchUser(member.userId, { role: 'user' });
      await world.http.delete(`${ROLES}/${id}`, asRoot());
    }
  });

  test('A-2 renamed, is known by the new name with the next request, to sessions and to API keys', async () => {
    const id = await createId('before');
    const other = await addUser(world, world.twin, 'renamed@twin.example', { roleId: id });
    const key = await addApiKey(world, other);
    const roles = async () => [
      (await me(other.token)).body.role,
      (await world.http.get(`${API}/auth/me`, { headers: { 'x-api-key': key } })).body.role,
    ];
    expect(await roles()).toEqual(['before', 'before']);
    await world.http.put(`${ROLES}/${id}`, { name: 'after' }, asRoot());
    expect(await roles()).toEqual(['after', 'after']);

    await world.define('renamings', [{ name: 'title', type: 'text' }], { list_rule: '@has_role("after")' });
    const list = () => world.http.get(`${API}/records/renamings`, { token: other.token });
    expect((await list()).status).toBe(200);
    await world.http.put(`${ROLES}/${id}`, { name: 'later' }, asRoot());
    expect((await list()).body).toMatchObject({ items: [] });
  });
});
