/** Accounts as superadmins and the admins of an account administer them. */
import { ReadPool } from '#server/infrastructure/database/reads/read-pool';
import type { Json } from '../support/http';
import { API, login, type Member, PASSWORD } from '../support/member';
import { runScenarios } from '../support/scenario';
import { createWorld, type World } from '../support/world';

const ACCOUNTS = `${API}/accounts`;
const SYSTEM = '00000000-0000-0000-0000-000000000000';
const NO_ACCOUNT = '01900000-0000-7000-8000-000000000000';

let world: World;
/** A user of acme without the admin role. */
let user: Member;

const asRoot = () => ({ token: world.superadmin.token });
const create = (body: unknown) => world.http.post(ACCOUNTS, body, asRoot());
const show = (id: string) => world.http.get(`${ACCOUNTS}/${id}`, asRoot());

async function list(query: string): Promise<{ status: number; body: Json; slugs: string[] }> {
  const { status, body } = await world.http.get(`${ACCOUNTS}?${query}`, asRoot());
  return { status, body, slugs: body.items?.map((item: Json) => item.slug) };
}

/** Another person of the account, without the admin role. */
async function addUser(account: Member, email: string): Promise<Member> {
  const body = { email, password: PASSWORD, account_id: account.accountId, role: 'user' };
  const { body: added } = await world.http.post(`${API}/users`, body, asRoot());
  await world.http.post(`${API}/users/${added.id}/verify`, {}, asRoot());
  return login(world.http, account.slug, email);
}

beforeAll(async () => {
  world = await createWorld();
  user = await addUser(world.acme, 'worker@acme.example');
});
afterAll(() => world?.close());

describe('the doors', () => {
  const others = (w: World) => `${ACCOUNTS}/${w.twin.accountId}`;
  const own = (w: World) => `${ACCOUNTS}/${w.acme.accountId}`;
  const acme = (w: World) => w.acme;
  const root = (w: World) => w.superadmin;
  const plain = () => user;
  runScenarios(
    () => world,
    [
      { name: 'list: no token', method: 'GET', path: ACCOUNTS, status: 401 },
      { name: 'list: an account’s admin', method: 'GET', path: ACCOUNTS, as: acme, status: 403 },
      { name: 'list: a plain user', method: 'GET', path: ACCOUNTS, as: plain, status: 403 },
      { name: 'create: no token', method: 'POST', path: ACCOUNTS, body: { name: 'x' }, status: 401 },
      {
        name: 'create: an account’s admin',
        method: 'POST',
        path: ACCOUNTS,
        body: { name: 'x' },
        as: acme,
        status: 403,
      },
      { name: 'get: no token', method: 'GET', path: own, status: 401 },
      { name: 'get: a plain user', method: 'GET', path: own, as: plain, status: 403 },
      {
        name: 'get: another account looks missing',
        method: 'GET',
        path: others,
        as: acme,
        status: 404,
        excludes: ['twin'],
      },
      { name: 'get: by code', method: 'GET', path: (w) => `${ACCOUNTS}/${w.acme.accountCode}`, as: root, status: 404 },
      { name: 'get: by slug', method: 'GET', path: `${ACCOUNTS}/acme`, as: root, status: 404 },
      { name: 'get: no such account', method: 'GET', path: `${ACCOUNTS}/${NO_ACCOUNT}`, as: root, status: 404 },
      { name: 'put: no token', method: 'PUT', path: own, body: { name: 'x' }, status: 401 },
      { name: 'put: a plain user', method: 'PUT', path: own, body: { name: 'x' }, as: plain, status: 403 },
      { name: 'put: another account', method: 'PUT', path: others, body: { name: 'x' }, as: acme, status: 404 },
      {
        name: 'put: no such account',
        method: 'PUT',
        path: `${ACCOUNTS}/${NO_ACCOUNT}`,
        body: {},
        as: root,
        status: 404,
      },
      {
        name: 'put: suspending the own account',
        method: 'PUT',
        path: own,
        body: { is_active: false },
        as: acme,
        status: 403,
      },
      {
        name: 'patch: another account',
        method: 'PATCH',
        path: others,
        body: { is_active: false },
        as: acme,
        status: 404,
      },
      { name: 'delete: no token', method: 'DELETE', path: own, status: 401 },
      { name: 'delete: the own account', method: 'DELETE', path: own, as: acme, status: 403 },
      { name: 'delete: no such account', method: 'DELETE', path: `${ACCOUNTS}/${NO_ACCOUNT}`, as: root, status: 404 },
      { name: 'delete: no id', method: 'DELETE', path: `${ACCOUNTS}/acme`, as: root, status: 404 },
      { name: 'users: no token', method: 'GET', path: (w) => `${own(w)}/users`, status: 401 },
      { name: 'users: a plain user', method: 'GET', path: (w) => `${own(w)}/users`, as: plain, status: 403 },
      {
        name: 'A13 users: of another account',
        method: 'GET',
        path: (w) => `${others(w)}/users`,
        as: acme,
        status: 404,
        excludes: ['twin'],
      },
      {
        name: 'the system account is not deleted',
        method: 'DELETE',
        path: `${ACCOUNTS}/${SYSTEM}`,
        as: root,
        status: 422,
      },
      {
        name: 'the system account is not suspended',
        method: 'PUT',
        path: `${ACCOUNTS}/${SYSTEM}`,
        body: { is_active: false },
        as: root,
        status: 422,
      },
    ],
  );
});

describe('bad input', () => {
  const bodies: readonly unknown[] = [
    {},
    { name: '' },
    { name: '   ' },
    { name: 5 },
    { name: ['x'] },
    { name: { $ne: '' } },
    { name: 'x'.repeat(256) },
    { name: 'two\nlines' },
    { name: 'nul\u0000' },
    { name: 'half \ud800' },
    { name: 'x', slug: { $gt: '' } },
    { name: 'x', slug: 'ab' },
    { name: 'x', slug: 'a'.repeat(33) },
    { name: 'x', slug: 'ümlaut' },
    { name: 'x', slug: '1abc' },
    { name: 'x', slug: 'x\u0000yz' },
    { name: 'x', locale: '' },
    { name: 'x', locale: 'de_AT' },
    { name: 'x', locale: ['de'] },
    { name: 'x', locale: 'sh-RS-abcdefgh' },
  ];
  test.each(bodies)('create: %j', async (body) => {
    const { status, body: answer } = await create(body);
    expect([status, answer.error]).toEqual([422, expect.stringMatching(/^(REQUEST|ACCOUNT)_INVALID$/)]);
  });

  test.each(['system', 'System', 'ab1234', 'AB1234'])('T-2: the slug %s is reserved', async (slug) => {
    const { status, body } = await create({ name: 'Look-alike', slug });
    expect([status, body.details?.[0]]).toEqual([
      422,
      expect.objectContaining({ field: 'slug', code: 'slug_reserved' }),
    ]);
  });

  test.each([
    { name: '' },
    { name: 7 },
    { name: [] },
    { is_active: 'false' },
    { is_active: 0 },
    { is_active: {} },
    { locale: 'de_AT' },
    { locale: 'x'.repeat(17) },
    { locale: { $ne: 'en' } },
  ])('update: %j', async (body) => {
    const path = `${ACCOUNTS}/${world.acme.accountId}`;
    for (const method of ['PUT', 'PATCH']) {
      expect((await world.http.call(method, path, { ...asRoot(), body })).status).toBe(422);
    }
    expect((await show(world.acme.accountId)).body).toMatchObject({ name: 'acme', is_active: true, locale: 'en' });
  });

  test.each([
    'page=0',
    'page=x',
    'page_size=0',
    'page_size=101',
    'page=1&page=2',
    'sort_by=password_hash',
    'sort_by=id&sort_by=name',
    'sort_by=constructor',
    'sort_order=up',
    'status=gone',
    'is_active=perhaps',
    'search=a&search=b',
    `search=${'x'.repeat(101)}`,
    'search=%00',
  ])('list: %s', async (query) => {
    expect((await list(query)).status).toBe(422);
  });

  test('unknown parameters are ignored, and what cannot change is refused', async () => {
    expect((await list('limit=3&account_id=x')).status).toBe(200);
    const path = `${ACCOUNTS}/${world.acme.accountId}`;
    const body = { id: NO_ACCOUNT, slug: 'other', account_code: 'ZZ9999', status: 'deleting', user_count: 99 };
    const { status, body: answer } = await world.http.put(path, body, asRoot());
    expect([status, Object.keys(answer.errors)]).toEqual([422, ['id', 'account_code', 'slug', 'status']]);
    expect((await world.http.get(path, asRoot())).body).toMatchObject({ slug: 'acme', status: 'active' });
  });
});

describe('creating', () => {
  test('shows the account with its code, and nobody in it', async () => {
    const { status, body } = await create({ name: '  Nordwind GmbH ', slug: 'Nord_Wind' });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      account_code: expect.stringMatching(/^(?!SY)[A-Z]{2}\d{4}$/),
      slug: 'nord-wind',
      name: 'Nordwind GmbH',
      status: 'active',
      is_active: true,
      locale: 'en',
      created_at: expect.stringMatching(/Z$/),
      updated_at: body.created_at,
      user_count: 0,
      collections_used: [],
      quotas: { storage: null, records: null, requests_per_minute: null },
      usage: {
        storage: { used: 0, limit: null },
        records: { used: 0, limit: null },
        requests_per_minute: { limit: null },
      },
    });
    expect((await show(body.id)).body).toEqual(body);
  });

  test('in a language, which is written in one way', async () => {
    const { status, body } = await create({ name: 'Südwind', locale: 'DE-at' });
    expect([status, body.locale]).toEqual([201, 'de-AT']);
    const path = `${ACCOUNTS}/${body.id}`;
    expect((await world.http.put(path, { locale: 'fr' }, asRoot())).body).toMatchObject({ locale: 'fr' });
    const renamed = await world.http.put(path, { name: 'Vent du sud', locale: null }, asRoot());
    expect(renamed.body).toMatchObject({ name: 'Vent du sud', locale: 'fr' });
    expect((await list(`search=${body.slug}`)).body.items).toMatchObject([{ locale: 'fr' }]);
  });

  test('N-6: a slug that is taken is a conflict, here as in registration', async () => {
    const { status, body } = await create({ name: 'Another', slug: 'ACME' });
    expect([status, body.error, body.field]).toEqual([409, 'ACCOUNT_SLUG_TAKEN', 'slug']);
  });

  test('T-1, T-2: accounts of one name, made at once, get slugs of their own within 32 characters', async () => {
    const names = ['System', 'AB1234', `${'long '.repeat(9)}name`];
    const answers = await Promise.all(names.flatMap((name) => Array.from({ length: 12 }, () => create({ name }))));
    expect(answers.filter(({ status }) => status !== 201)).toEqual([]);
    const slugs: string[] = answers.map(({ body }) => body.slug);
    expect(new Set(slugs).size).toBe(answers.length);
    for (const slug of slugs) expect(slug).toMatch(/^(?!system$|ab1234$)[a-z][a-z0-9-]{2,31}$/);
    expect(new Set(answers.map(({ body }) => body.account_code)).size).toBe(answers.length);
  });

  test('T-1: of many that want one slug, one gets it', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => create({ name: 'Race', slug: 'the-race' })));
    const statuses = answers.map(({ status }) => status).toSorted();
    expect(statuses).toEqual([201, ...Array<number>(19).fill(409)]);
  });
});

describe('listing', () => {
  beforeAll(async () => {
    for (const [name, slug] of [
      ['50% off', 'percent'],
      ['50 of them', 'no-percent'],
      ['under_score', 'score-a'],
      ['underXscore', 'score-b'],
      ['Back\\slash', 'slash'],
    ]) {
      await create({ name, slug });
    }
    await world.define('used_notes', [{ name: 'text', type: 'text' }]);
    await world.define('unused_notes', [{ name: 'text', type: 'text' }]);
    const { status } = await world.http.post(`${API}/records/used_notes`, { text: 'x' }, { token: world.acme.token });
    expect(status).toBe(201);
  });

  test('pages with an envelope that says where one is', async () => {
    const all = await list('page_size=100&sort_by=slug&sort_order=asc');
    expect(all.body).toMatchObject({ page: 1, page_size: 100, total: all.slugs.length, total_pages: 1 });
    expect(all.slugs).toEqual(all.slugs.toSorted());
    const second = await list('page=2&page_size=2&sort_by=slug&sort_order=asc');
    expect(second.slugs).toEqual(all.slugs.slice(2, 4));
    expect(second.body.total_pages).toBe(Math.ceil(all.slugs.length / 2));
    expect((await list('search=nobody-has-this')).body).toMatchObject({ items: [], total: 0, total_pages: 1 });
    expect((await list('page=1000000')).body.items).toEqual([]);
  });

  test.each([
    ['search=ACME', ['acme', 'acme-twin']],
    ['search=50%25', ['percent']],
    ['search=r_s', ['score-a']],
    ['search=k%5Cs', ['slash']],
    ['search=NORDWIND', ['nord-wind']],
    ['search=SY0000', ['system']],
  ])('finds %s as it is written, in either case', async (query, slugs) => {
    expect((await list(`${query}&sort_by=slug&sort_order=asc`)).slugs).toEqual(slugs);
  });

  test('T-4: status, users and collections are what they are', async () => {
    const { body } = await list('search=acme&sort_by=slug&sort_order=asc');
    expect(body.items).toMatchObject([
      { slug: 'acme', user_count: 2, status: 'active' },
      { slug: 'acme-twin', user_count: 1, status: 'active' },
    ]);
    expect((await show(world.acme.accountId)).body).toMatchObject({ user_count: 2, collections_used: ['used_notes'] });
    expect((await show(world.twin.accountId)).body).toMatchObject({ user_count: 1, collections_used: [] });
  });

  test('T-4: a page costs the same number of statements, however many accounts are on it', async () => {
    const pool = world.server.app.get(ReadPool, { strict: false });
    const asked = jest.spyOn(pool, 'all');
    const counts: number[] = [];
    for (const size of [1, 20]) {
      asked.mockClear();
      expect((await list(`page_size=${size}`)).slugs).toHaveLength(size);
      // The server also looks for jobs meanwhile.
      counts.push(asked.mock.calls.filter(([text]) => !text.includes('jobs')).length);
    }
    asked.mockRestore();
    expect(counts[1]).toBe(counts[0]);
  });

  test('users, newest first, without what is nobody’s to see', async () => {
    const path = `${ACCOUNTS}/${world.acme.accountId}/users`;
    for (const token of [world.superadmin.token, world.acme.token]) {
      const { status, body, text } = await world.http.get(path, { token });
      expect(status).toBe(200);
      expect(body).toMatchObject({ total: 2, page: 1, page_size: 25, total_pages: 1 });
      const emails = body.items.map((item: Json) => item.email);
      expect(emails.toSorted()).toEqual(['owner@acme.example', 'worker@acme.example']);
      expect(body.items[0].id > body.items[1].id).toBe(true);
      expect(text).not.toMatch(/hash|\$2b/);
    }
    const { body } = await world.http.get(`${path}?page=2&page_size=1`, asRoot());
    expect(body).toMatchObject({ total: 2, total_pages: 2, items: [{ role: expect.any(String) }] });
    expect((await world.http.get(`${path}?page_size=500`, asRoot())).status).toBe(422);
  });
});

test('admins see and rename their own account', async () => {
  const path = `${ACCOUNTS}/${world.acme.accountId}`;
  const { token } = world.acme;
  const before = (await world.http.get(path, { token })).body;
  expect(before).toMatchObject({ slug: 'acme', user_count: 2 });
  // As a client does that sends back what it got.
  const { status, body } = await world.http.put(path, { ...before, name: 'Acme & Söhne' }, { token });
  expect([status, body.name, body.slug]).toEqual([200, 'Acme & Söhne', 'acme']);
  expect((await world.http.get(`${API}/auth/me`, { token })).body.account.name).toBe('Acme & Söhne');
  expect((await show(world.twin.accountId)).body.name).toBe('acme-twin');
});
