/** The list of users: whose they are, how they are found, sorted and paged. */
import { GroupEntity } from '#server/infrastructure/database/entities/group.entity';
import { UserEntity } from '#server/infrastructure/database/entities/user.entity';
import { UserGroupEntity } from '#server/infrastructure/database/entities/user-group.entity';
import { newId } from '#domain/kernel/ids';
import { addUser, changeDatabase } from '../support/insiders';
import type { Json } from '../support/http';
import { API, type Member } from '../support/member';
import { expectErrorBody } from '../support/scenario';
import { createWorld, type World } from '../support/world';

const USERS = `${API}/users`;
const AT = '2026-01-01T00:00:00.000Z';

let world: World;
let ada: Member;
let bob: Member;
beforeAll(async () => {
  world = await createWorld();
  ada = await addUser(world, world.acme, 'Ada.L%ve@acme.example', { firstName: 'Ada', lastName: 'Émile_Love' });
  bob = await addUser(world, world.acme, 'bob@acme.example', { firstName: 'Bob', roleId: 1 });
  // The twin account has users whom every search below would find too.
  await addUser(world, world.twin, 'ada.l%ve@acme.example', { firstName: 'Ada', lastName: 'Émile_Love' });
  await addUser(world, world.twin, 'bob@acme.example', { firstName: 'Bob', roleId: 1 });
  await changeDatabase(world, async (manager) => {
    await manager.update(UserEntity, { id: bob.userId }, { isActive: false });
    for (const name of ['b-staff', 'a-staff']) {
      const group = { id: newId(), name, accountId: world.acme.accountId, createdAt: AT, updatedAt: AT };
      await manager.insert(GroupEntity, group);
      await manager.insert(UserGroupEntity, { userId: ada.userId, groupId: group.id });
    }
  });
});
afterAll(() => world?.close());

const list = (query: string, { token }: Member = world.acme) => world.http.get(`${USERS}?${query}`, { token });
const emailsOf = async (query: string, as?: Member): Promise<string[]> => {
  const { status, body } = await list(query, as);
  expect(status).toBe(200);
  return (body.items as Json[]).map(({ email }) => email);
};

test('shows everything about a user but the password', async () => {
  const { body } = await list('search=ada');
  expect(body).toEqual({
    items: [
      {
        id: ada.userId,
        email: 'Ada.L%ve@acme.example',
        account_id: world.acme.accountId,
        account_code: world.acme.accountCode,
        account_name: 'acme',
        role: 'user',
        role_id: 2,
        role_name: 'user',
        groups: ['a-staff', 'b-staff'],
        is_active: true,
        email_verified: true,
        email_verified_at: expect.stringMatching(/Z$/),
        first_name: 'Ada',
        last_name: 'Émile_Love',
        avatar_url: null,
        auth_provider: 'password',
        auth_provider_name: null,
        external_id: null,
        external_email: null,
        profile_data: null,
        created_at: expect.stringMatching(/Z$/),
        updated_at: expect.stringMatching(/Z$/),
        last_login: expect.stringMatching(/Z$/),
        token_type: 'jwt',
      },
    ],
    total: 1,
    skip: 0,
    limit: 30,
  });
  expect((await world.http.get(`${USERS}/${ada.userId}`, { token: world.acme.token })).body).toEqual(body.items[0]);
});

describe('A12 A13 an account’s admin', () => {
  test('sees the own account, all of it and nothing else', async () => {
    const { body } = await list('limit=100');
    expect(body.total).toBe(3);
    expect(body.items.every((user: Json) => user.account_id === world.acme.accountId)).toBe(true);
    expect(await list(`account_id=${world.acme.accountId}`)).toMatchObject({ status: 200, body: { total: 3 } });
  });

  test.each([
    ['another account', () => world.twin.accountId],
    ['the operators', () => world.superadmin.accountId],
    ['no account there is', () => newId()],
    ['no id', () => 'acme-twin'],
  ])('asking for %s gets the same answer', async (_what, account) => {
    const answer = await list(`account_id=${account()}`);
    expect(answer).toMatchObject({ status: 404, body: { error: 'ACCOUNT_NOT_FOUND', detail: 'Account not found' } });
    expectErrorBody(answer);
  });

  test('finds nobody of another account by any search', async () => {
    for (const query of ['search=bob', 'search=%25', 'role_id=1', 'is_active=true', 'search=acme.example']) {
      const { body } = await list(`${query}&limit=100`);
      expect(body.items.map((user: Json) => user.account_id)).toEqual(body.items.map(() => world.acme.accountId));
      expect(body.total).toBe(body.items.length);
    }
  });
});

test('a superadmin sees everybody, and one account when asked', async () => {
  expect((await list('limit=100', world.superadmin)).body.total).toBe(7);
  expect((await list(`account_id=${world.twin.accountId}`, world.superadmin)).body.total).toBe(3);
  expect((await list(`account_id=${newId()}`, world.superadmin)).body).toMatchObject({ items: [], total: 0 });
});

describe('a search', () => {
  const ADA = 'Ada.L%ve@acme.example';
  test.each([
    ['ADA.L', [ADA]],
    ['l%ve', [ADA]],
    ['l_ve', []],
    ['a%e', []],
    ['émile_l', []],
    ['Émile_L', [ADA]],
    ['ÉMILE_love', [ADA]],
    ['ada émile', []],
    ['ada Émile', [ADA]],
    ['\\', []],
    ["'; --", []],
    ['@acme.example', ['bob@acme.example', ADA, 'owner@acme.example']],
    ['   ', ['bob@acme.example', ADA, 'owner@acme.example']],
  ])('for %j finds %j', async (search, emails) => {
    expect(await emailsOf(`search=${encodeURIComponent(search)}`)).toEqual(emails);
  });

  test('is joined with the other filters', async () => {
    expect(await emailsOf('search=b&is_active=false')).toEqual(['bob@acme.example']);
    expect(await emailsOf('search=bob&is_active=true')).toEqual([]);
    expect(await emailsOf('role_id=2')).toEqual([ADA]);
    expect(await emailsOf('role_id=1&is_active=true')).toEqual(['owner@acme.example']);
    expect(await emailsOf('role_id=77')).toEqual([]);
  });
});

describe('U-6 a sort', () => {
  const [OWNER, ADA, BOB] = ['owner@acme.example', 'Ada.L%ve@acme.example', 'bob@acme.example'];
  test.each([
    ['', [BOB, ADA, OWNER]],
    ['sort=created_at', [OWNER, ADA, BOB]],
    ['sort=-created_at', [BOB, ADA, OWNER]],
    ['sort=%2Bemail', [ADA, BOB, OWNER]],
    ['sort=+email', [ADA, BOB, OWNER]],
    ['sort=-email', [OWNER, BOB, ADA]],
    ['sort=first_name', [OWNER, ADA, BOB]],
    ['sort=-last_name', [ADA, BOB, OWNER]],
    ['sort_by=email', [ADA, BOB, OWNER]],
    ['sort_by=email&sort_order=desc', [OWNER, BOB, ADA]],
    ['sort=&sort_by=&sort_order=asc', [BOB, ADA, OWNER]],
    ['sort=email&sort_by=created_at', [ADA, BOB, OWNER]],
  ])('%j gives %j', async (query, emails) => {
    expect(await emailsOf(query)).toEqual(emails);
  });

  test.each(['updated_at', 'last_login', 'id'])('by %s works', async (name) => {
    const up = await emailsOf(`sort=${name}`);
    expect((await emailsOf(`sort=-${name}`)).toReversed()).toEqual(up);
  });

  test.each(['password_hash', 'email_key', 'auth_version', 'role', 'constructor', '--email', 'email,id', 'u.email'])(
    'by %s is refused, naming what can be sorted by',
    async (name) => {
      for (const parameter of ['sort', 'sort_by']) {
        const answer = await list(`${parameter}=${name}`);
        expect(answer.status).toBe(422);
        expectErrorBody(answer);
        expect(answer.body.errors[parameter][0]).toContain('created_at, updated_at, email');
      }
    },
  );
});

describe('pages', () => {
  test('by page and by skip are the same users, each once', async () => {
    const paged = await Promise.all([1, 2, 3].map((page) => list(`page=${page}&page_size=2`)));
    expect(paged.map(({ body }) => body.items.length)).toEqual([2, 1, 0]);
    expect(paged[1]!.body).toMatchObject({ total: 3, page: 2, page_size: 2 });
    const skipped = await Promise.all([0, 2, 4].map((skip) => list(`skip=${skip}&limit=2`)));
    expect(skipped.map(({ body }) => body.items)).toEqual(paged.map(({ body }) => body.items));
    expect(skipped[1]!.body).toMatchObject({ total: 3, skip: 2, limit: 2 });
    expect(skipped[2]!.body.total).toBe(3);
  });

  test.each([
    'page=0',
    'page=x',
    'page=1.5',
    'page=1e9',
    'page_size=101',
    'page_size=0',
    'limit=101',
    'limit=-1',
    'skip=-1',
    'skip=9007199254740993',
    'role_id=admin',
    'role_id=1.5',
    'role_id=-1',
    'role_id=99999999999',
    'is_active=maybe',
    'sort_order=up',
    'search=a&search=b',
    'search=%00',
    `search=${'x'.repeat(256)}`,
  ])('the query %s is refused', async (query) => {
    const answer = await list(query);
    expect(answer.status).toBe(422);
    expectErrorBody(answer);
  });

  test('unknown parameters are ignored', async () => {
    expect((await list('status=active&search[$ne]=x&account_id[]=y')).body.total).toBe(3);
  });
});
