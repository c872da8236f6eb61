/** Groups: who may see them, who may change them, and when a change reaches the rules that ask for them. */
import { newId } from '#domain/kernel/ids';
import { AccountEntity } from '#server/infrastructure/database/entities/account.entity';
import { passTime, tellRealTime } from '../support/clock';
import { addApiKey, addUser, changeDatabase } from '../support/insiders';
import { API, type Member } from '../support/member';
import { runScenarios, type Scenario } from '../support/scenario';
import { createWorld, type World } from '../support/world';

const GROUPS = `${API}/groups`;
const MEMBER_EMAIL = 'plain@acme.example';

let world: World;
let plain: Member;
/** One of each account with the same name, both holding their owner. */
const groups: Record<'acme' | 'twin', string> = { acme: '', twin: '' };

const call = (member: Member | null) => ({ token: member?.token });
const create = (member: Member, body: object) => world.http.post(GROUPS, body, call(member));

beforeAll(async () => {
  world = await createWorld();
  plain = await addUser(world, world.acme, MEMBER_EMAIL);
  for (const name of ['acme', 'twin'] as const) {
    const owner = world[name];
    const created = await create(owner, { name: 'staff', description: `Staff of ${name}` });
    groups[name] = created.body.id;
    await world.http.post(`${GROUPS}/${groups[name]}/users`, { user_id: owner.userId }, call(owner));
  }
});
afterAll(() => world?.close());

const root = (w: World): Member => w.superadmin;
const acme = (w: World): Member => w.acme;
const twin = (w: World): Member => w.twin;
const member = (): Member => plain;
const own = (): string => `${GROUPS}/${groups.acme}`;
const foreign = (): string => `${GROUPS}/${groups.twin}`;

describe('a group', () => {
  test('is made, renamed, described, and deleted', async () => {
    const created = await create(world.acme, { name: '  Édition ', description: ' Writes\nand reads ' });
    expect(created.status).toBe(201);
    const { id } = created.body;
    expect(created.body).toEqual({
      id,
      account_id: world.acme.accountId,
      account_code: world.acme.accountCode,
      name: 'Édition'.normalize('NFC'),
      description: 'Writes\nand reads',
      is_system: false,
      member_count: 0,
      created_at: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/),
      updated_at: created.body.created_at,
      users: [],
    });
    const path = `${GROUPS}/${id}`;
    // It was made at the time of its id, which may be ahead of the clock where another suite let time pass.
    passTime(Date.parse(created.body.created_at) - Date.now() + 1000);
    const renamed = await world.http.patch(path, { name: 'board' }, call(world.acme));
    tellRealTime();
    expect(renamed.body).toMatchObject({ name: 'board', description: 'Writes\nand reads' });
    expect(renamed.body.updated_at > created.body.updated_at).toBe(true);
    const described = await world.http.patch(path, { description: null }, call(world.acme));
    expect(described.body).toMatchObject({ name: 'board', description: null });
    expect((await world.http.patch(path, {}, call(world.acme))).body).toEqual(described.body);

    expect((await world.http.delete(path, call(world.acme))).status).toBe(204);
    expect((await world.http.get(path, call(world.acme))).status).toBe(404);
    expect((await world.http.delete(path, call(world.acme))).status).toBe(404);
  });

  test('has a name of its own in its account, exactly as rules compare it', async () => {
    const { id } = (await create(world.acme, { name: 'readers' })).body;
    const again = await create(world.acme, { name: ' readers ' });
    expect(again).toMatchObject({ status: 409, body: { error: 'GROUP_NAME_TAKEN', field: 'name' } });
    const other = (await create(world.acme, { name: 'Readers' })).body;
    const rename = await world.http.patch(`${GROUPS}/${other.id}`, { name: 'readers' }, call(world.acme));
    expect(rename).toMatchObject({ status: 409, body: { error: 'GROUP_NAME_TAKEN', field: 'name' } });
    expect((await world.http.patch(`${GROUPS}/${id}`, { name: 'readers' }, call(world.acme))).status).toBe(200);
    expect((await create(world.twin, { name: 'readers' })).status).toBe(201);
    for (const each of [id, other.id]) await world.http.delete(`${GROUPS}/${each}`, call(world.acme));
  });

  test('of one name is made once, however many ask at once, from both sides', async () => {
    const body = { name: 'once', account_id: world.acme.accountId };
    const askers = Array.from({ length: 20 }, (_, index) => (index % 2 ? world.acme : world.superadmin));
    const answers = await Promise.all(askers.map((asker) => create(asker, body)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(19);
    const made = answers.find(({ status }) => status === 201)!.body;
    expect(made.account_id).toBe(world.acme.accountId);
    await world.http.delete(`${GROUPS}/${made.id}`, call(world.acme));
  });

  test('takes a user once, however many add at once, and loses the user once', async () => {
    const users = `${own()}/users`;
    const askers = Array.from({ length: 20 }, (_, index) => (index % 2 ? world.acme : world.superadmin));
    const body = { user_id: plain.userId };
    const added = await Promise.all(askers.map((asker) => world.http.post(users, body, call(asker))));
    expect(added.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(19).fill(409)]);
    expect((await world.http.get(own(), call(world.acme))).body).toMatchObject({ member_count: 2 });
    const path = `${users}/${plain.userId}`;
    const removed = await Promise.all(askers.map((asker) => world.http.delete(path, call(asker))));
    expect(removed.map(({ status }) => status).sort()).toEqual([204, ...Array<number>(19).fill(404)]);
  });

  test('may lose members and be deleted while others add: nothing is left over', async () => {
    const { id } = (await create(world.acme, { name: 'short-lived' })).body;
    const body = { user_id: plain.userId };
    const adding = [world.acme, world.superadmin, world.acme, world.superadmin].map((asker) =>
      world.http.post(`${GROUPS}/${id}/users`, body, call(asker)),
    );
    const deleting = world.http.delete(`${GROUPS}/${id}`, call(world.superadmin));
    const statuses = (await Promise.all([...adding, deleting])).map(({ status }) => status);
    expect(statuses.every((status) => [201, 204, 404, 409].includes(status))).toBe(true);
    expect(statuses.at(-1)).toBe(204);
    expect((await world.http.get(`${API}/auth/me`, call(plain))).body.groups).toEqual([]);
  });

  test('shows its members to admins, its size to everybody of the account', async () => {
    const asAdmin = await world.http.get(own(), call(world.acme));
    expect(asAdmin.body.users).toEqual([
      {
        id: world.acme.userId,
        email: world.acme.email,
        role: 'admin',
        first_name: null,
        last_name: null,
        is_active: true,
      },
    ]);
    const asMember = await world.http.get(own(), call(plain));
    expect(asMember).toMatchObject({ status: 200, body: { name: 'staff', member_count: 1 } });
    expect(asMember.body).not.toHaveProperty('users');
    expect(asMember.text).not.toContain(world.acme.email);
    expect((await world.http.get(own(), call(world.superadmin))).body.users).toHaveLength(1);
  });
});

describe('the list', () => {
  test('is paged both ways, searched, and limited to the own account', async () => {
    const made: string[] = [];
    for (const name of ['page-a', 'page-b', 'page-c', '100%']) made.push((await create(world.acme, { name })).body.id);
    const list = async (query: string, as = world.acme) => {
      const { status, body } = await world.http.get(`${GROUPS}?${query}`, call(as));
      expect(status).toBe(200);
      return { ...body, items: body.items.map(({ name }: { name: string }) => name) };
    };
    expect(await list('')).toMatchObject({
      total: 6,
      page: 1,
      items: ['100%', 'page-a', 'page-b', 'page-c', 'pii_access', 'staff'],
    });
    const second = { items: ['page-b'], total: 3, page: 2, page_size: 1 };
    expect(await list('search=PAGE&page=2&page_size=1')).toEqual(second);
    expect(await list('search=page&skip=1&limit=1')).toEqual(second);
    expect(await list('search=staff of ACME')).toMatchObject({ total: 1, items: ['staff'] });
    expect(await list('search=%25')).toMatchObject({ items: ['100%'] });
    expect(await list('search=_')).toMatchObject({ items: ['pii_access'] });
    expect(await list(`account_id=${world.acme.accountId}&unknown=1`, plain)).toMatchObject({ total: 6 });

    expect(await list('search=staff', world.superadmin)).toMatchObject({ total: 2, items: ['staff', 'staff'] });
    const narrowed = `search=staff&account_id=${world.twin.accountId}`;
    expect(await list(narrowed, world.superadmin)).toMatchObject({ total: 1 });
    for (const id of made) await world.http.delete(`${GROUPS}/${id}`, call(world.acme));
  });
});

describe('a superadmin', () => {
  test('makes and changes groups of any account', async () => {
    const { accountId } = world.twin;
    const { status, body } = await create(world.superadmin, { name: 'made-for-twin', account_id: accountId });
    expect({ status, accountId: body.account_id }).toEqual({ status: 201, accountId });
    const users = `${GROUPS}/${body.id}/members`;
    const asRoot = call(world.superadmin);
    expect((await world.http.post(users, { user_id: world.twin.userId }, asRoot)).status).toBe(201);
    // Superadmins may act on every account, yet a group still takes nobody of another one (G-1).
    expect((await world.http.post(users, { user_id: world.acme.userId }, asRoot)).status).toBe(404);
    expect((await world.http.delete(`${users}/${world.twin.userId}`, asRoot)).status).toBe(204);
    expect((await world.http.delete(`${GROUPS}/${body.id}`, asRoot)).status).toBe(204);
  });

  test('adds nothing to an account that is being deleted', async () => {
    const { accountId } = await world.register('vanishing');
    await changeDatabase(world, (manager) => manager.update(AccountEntity, { id: accountId }, { status: 'deleting' }));
    const refused = await create(world.superadmin, { name: 'late', account_id: accountId });
    expect(refused).toMatchObject({ status: 404, body: { error: 'ACCOUNT_NOT_FOUND' } });
  });
});

describe('a change reaches the members’ next request (P-1)', () => {
  test('for sessions and API keys', async () => {
    await world.define('secrets', [{ name: 'text', type: 'text' }], {
      list_rule: '@has_group("insiders")',
      view_rule: '@request.auth.groups = "insiders"',
    });
    await world.http.post(`${API}/records/secrets`, { text: 'kept' }, call(world.acme));
    const key = await addApiKey(world, plain);
    const readers = [{ authorization: `Bearer ${plain.token}` }, { 'x-api-key': key }];
    const expectTotal = async (total: number) => {
      for (const headers of readers) {
        const answer = await world.http.get(`${API}/records/secrets`, { headers });
        expect(answer).toMatchObject({ status: 200, body: { total } });
      }
    };
    await expectTotal(0);
    const { id } = (await create(world.acme, { name: 'insiders' })).body;
    const [path, users] = [`${GROUPS}/${id}`, `${GROUPS}/${id}/users`];
    const asAdmin = call(world.acme);
    const join = () => world.http.post(users, { user_id: plain.userId }, asAdmin);

    await join();
    await expectTotal(1);
    expect((await world.http.get(`${API}/auth/me`, call(plain))).body.groups).toEqual(['insiders']);
    await world.http.patch(path, { name: 'outsiders' }, asAdmin);
    await expectTotal(0);
    await world.http.patch(path, { name: 'insiders' }, asAdmin);
    await expectTotal(1);
    await world.http.delete(`${users}/${plain.userId}`, asAdmin);
    await expectTotal(0);
    await join();
    await expectTotal(1);
    await world.http.delete(path, asAdmin);
    await expectTotal(0);
  });
});

describe('nobody else', () => {
  const unknown = `${GROUPS}/${newId()}`;
  const doors: readonly (Pick<Scenario, 'method' | 'body'> & { name: string; at(path: string): string })[] = [
    { name: 'view', method: 'GET', at: (path) => path },
    { name: 'update', method: 'PATCH', body: { name: 'taken-over' }, at: (path) => path },
    { name: 'delete', method: 'DELETE', at: (path) => path },
    { name: 'add', method: 'POST', body: { user_id: newId() }, at: (path) => `${path}/users` },
    { name: 'add (older)', method: 'POST', body: { user_id: newId() }, at: (path) => `${path}/members` },
    { name: 'remove', method: 'DELETE', at: (path) => `${path}/users/${newId()}` },
  ];
  const closed = doors.flatMap(({ name, at, ...request }): Scenario[] => [
    { ...request, name: `${name}: no token`, path: () => at(own()), status: 401 },
    {
      ...request,
      name: `${name}: the twin’s group`,
      as: acme,
      path: () => at(foreign()),
      status: 404,
      excludes: ['twin'],
    },
    {
      ...request,
      name: `${name}: a member, the twin’s group`,
      as: member,
      path: () => at(foreign()),
      status: name === 'view' ? 404 : 403,
    },
    { ...request, name: `${name}: unknown`, as: acme, path: at(unknown), status: 404 },
    { ...request, name: `${name}: no id`, as: root, path: at(`${GROUPS}/000000000000000000000000`), status: 404 },
    ...(name === 'view'
      ? []
      : [{ ...request, name: `${name}: a member (G-2)`, as: member, path: () => at(own()), status: 403 }]),
  ]);
  const post = (name: string, body: unknown, status: number, more: Partial<Scenario> = {}): Scenario => ({
    name: `create: ${name}`,
    method: 'POST',
    path: GROUPS,
    as: acme,
    body,
    status,
    ...more,
  });
  runScenarios(
    () => world,
    [
      ...closed,
      { name: 'list: no token', method: 'GET', path: GROUPS, status: 401 },
      { name: 'list: own only', as: twin, method: 'GET', path: GROUPS, status: 200, excludes: ['Staff of acme'] },
      { name: 'list: page 0', as: acme, method: 'GET', path: `${GROUPS}?page=0`, status: 422 },
      { name: 'list: huge page size', as: acme, method: 'GET', path: `${GROUPS}?page_size=101`, status: 422 },
      { name: 'list: huge skip', as: acme, method: 'GET', path: `${GROUPS}?skip=9007199254740991`, status: 200 },
      { name: 'list: two searches', as: acme, method: 'GET', path: `${GROUPS}?search=a&search=b`, status: 422 },
      { name: 'list: NUL in the search', as: acme, method: 'GET', path: `${GROUPS}?search=a%00b`, status: 422 },
      post('no token', { name: 'x' }, 401, { as: () => ({ token: '' }) as Member }),
      post('a member (G-2)', { name: 'x' }, 403, { as: member }),
      post('no name', {}, 422, { contains: ['"name"'] }),
      post('an empty name', { name: ' \t ' }, 422, { contains: ['"name"'] }),
      post('two lines', { name: 'a\nb' }, 422, { contains: ['"name"'] }),
      post('a line separator', { name: 'a\u2028b' }, 422),
      post('an invisible character', { name: 'sta\u200bff' }, 422),
      post('a lone surrogate', { name: 'a\ud800' }, 422),
      post('a long name', { name: 'x'.repeat(101) }, 422),
      post('a name that grows', { name: '\u0958'.repeat(60) }, 422),
      post('a number', { name: 5 }, 422),
      post('an operator', { name: { $ne: 'x' } }, 422),
      post('a list', { name: ['x'] }, 422),
      post('a long description', { name: 'x', description: 'x'.repeat(501) }, 422, { contains: ['"description"'] }),
      post('a NUL in the description', { name: 'x', description: 'a\0b' }, 422, { contains: ['"description"'] }),
      post('no object', [], 422),
      post('an account that is no text', { name: 'x', account_id: { $ne: '' } }, 422),
      post('an unknown account', { name: 'x', account_id: newId() }, 404, { as: root }),
      post('an account that is no id', { name: 'x', account_id: 'acme' }, 404, { as: root }),
      { name: 'update: name null', as: acme, method: 'PATCH', path: own, body: { name: null }, status: 422 },
      { name: 'update: name empty', as: acme, method: 'PATCH', path: own, body: { name: '' }, status: 422 },
      { name: 'add: nobody', as: acme, method: 'POST', path: () => `${own()}/users`, body: {}, status: 422 },
      {
        name: 'add: an operator',
        as: acme,
        method: 'POST',
        path: () => `${own()}/users`,
        body: { user_id: { $ne: 1 } },
        status: 422,
      },
      {
        name: 'add: no id',
        as: acme,
        method: 'POST',
        path: () => `${own()}/users`,
        body: { user_id: 'x' },
        status: 404,
      },
      { name: 'remove: no id', as: acme, method: 'DELETE', path: () => `${own()}/users/x`, status: 404 },
    ],
  );

  test('names another account’s users or groups (G-1)', async () => {
    const add = (body: object, as: Member) => world.http.post(`${own()}/users`, body, call(as));
    const added = await add({ user_id: world.twin.userId }, world.acme);
    expect(added).toMatchObject({ status: 404, body: { error: 'USER_NOT_FOUND' } });
    const missing = await add({ user_id: newId() }, world.acme);
    expect(missing.body).toEqual({ ...added.body, request_id: missing.body.request_id });
    expect((await add({ user_id: world.twin.userId }, world.superadmin)).status).toBe(404);
    const stolen = await create(world.acme, { name: 'stolen', account_id: world.twin.accountId });
    expect(stolen).toMatchObject({ status: 404, body: { error: 'ACCOUNT_NOT_FOUND' } });
    const listed = await world.http.get(`${GROUPS}?account_id=${world.twin.accountId}`, call(world.acme));
    expect(listed.status).toBe(404);
    expect((await world.http.get(own(), call(world.acme))).text).not.toContain(world.twin.email);
    expect((await world.http.get(foreign(), call(world.twin))).body).toMatchObject({ name: 'staff', member_count: 1 });
  });
});

describe('the group for personal data', () => {
  const groupOf = async ({ token, accountId }: Member) => {
    const { body } = await world.http.get(`${GROUPS}?search=pii_access`, { token });
    const [group] = body.items.filter((item: { account_id: string }) => item.account_id === accountId);
    return (await world.http.get(`${GROUPS}/${group.id}`, { token })).body;
  };

  test('comes with every account, and holds who registered it', async () => {
    for (const owner of [world.acme, world.twin]) {
      expect(await groupOf(owner)).toMatchObject({
        description: 'Users in this group can view unmasked PII data',
        is_system: true,
        member_count: 1,
        users: [{ id: owner.userId }],
      });
    }
    const made = await world.http.post(`${API}/accounts`, { name: 'Made' }, call(world.superadmin));
    const group = await groupOf({ ...world.superadmin, accountId: made.body.id });
    expect(group).toMatchObject({ is_system: true, member_count: 0 });
  });

  test('keeps its name and stays, and is described and filled like any other', async () => {
    const { id } = await groupOf(world.acme);
    for (const caller of [world.acme, world.superadmin]) {
      for (const answer of [
        await world.http.delete(`${GROUPS}/${id}`, call(caller)),
        await world.http.patch(`${GROUPS}/${id}`, { name: 'other' }, call(caller)),
      ])
        expect([answer.status, answer.body.error]).toEqual([409, 'GROUP_BUILT_IN']);
    }
    const described = await world.http.patch(
      `${GROUPS}/${id}`,
      { name: 'pii_access', description: 'D' },
      call(world.acme),
    );
    expect(described.body).toMatchObject({ name: 'pii_access', description: 'D', member_count: 1 });
    for (const [name, status] of [
      ['pii_access', 409],
      ['PII_access', 201],
    ] as const)
      expect((await create(world.acme, { name })).status).toBe(status);
    const users = `${GROUPS}/${id}/users`;
    expect((await world.http.post(users, { user_id: plain.userId }, call(world.acme))).status).toBe(201);
    expect((await world.http.delete(`${users}/${plain.userId}`, call(world.acme))).status).toBe(204);
    expect((await world.http.post(users, { user_id: plain.userId }, call(plain))).status).toBe(403);
    expect((await world.http.post(users, { user_id: world.twin.userId }, call(world.acme))).status).toBe(404);
  });
});
