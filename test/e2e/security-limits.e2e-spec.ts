/** Attacks of classes D (credentials) and E (limits). See security.e2e-spec.ts. */
import { createHmac } from 'node:crypto';
import { loadConfig } from '#server/config/load-config';
import { DataSource } from 'typeorm';
import type { Answer } from '../support/http';
import { API, login, PASSWORD } from '../support/member';
import { expectErrorBody, runScenarios, type Scenario } from '../support/scenario';
import { createWorld, type World } from '../support/world';

let world: World;
const acme = (w: World) => w.acme;
const NOTES = `${API}/records/notes`;
const atOnce = (count: number, call: () => Promise<Answer>) => Promise.all(Array.from({ length: count }, call));

beforeAll(async () => {
  world = await createWorld({ SNACKBASE_TRUSTED_PROXIES: '192.0.2.1' });
  await world.define('notes', [
    { name: 'title', type: 'text', options: { pattern: '^(a+)+$' } },
    { name: 'meta', type: 'json' },
    { name: 'parent', type: 'reference', collection: 'notes', on_delete: 'set_null' },
  ]);
});
afterAll(() => world.close());

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function forged(token: string, header: object, claims: object, secret: string): string {
  const old = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as object;
  const text = `${encoded(header)}.${encoded({ ...old, ...claims })}`;
  return `${text}.${secret && createHmac('sha256', secret).update(text).digest('base64url')}`;
}

describe('D credentials', () => {
  const HS256 = { alg: 'HS256', typ: 'JWT' };
  const configured = 'a secret of the test suite, long enough for it';
  test.each([
    ['without a signature', { alg: 'none' }, {}, ''],
    ['signed with another key', HS256, {}, 'another'],
    ['signed with the configured text itself', HS256, {}, configured],
    ['of the system account', HS256, { account_id: '00000000-0000-0000-0000-000000000000' }, 'secret'],
    ['of another issuer', HS256, { iss: 'elsewhere' }, configured],
  ])('D1 a token %s is refused', async (_how, header, claims, secret) => {
    const answer = await world.http.get(`${API}/auth/me`, { token: forged(world.acme.token, header, claims, secret) });
    expect(answer.status).toBe(401);
    expectErrorBody(answer);
  });

  test('D1 a refresh token is no access token', async () => {
    expect((await world.http.get(`${API}/auth/me`, { token: world.acme.refreshToken })).status).toBe(401);
  });

  const whole = { account: 'acme', email: 'owner@acme.example', password: PASSWORD };
  runScenarios(
    () => world,
    [
      ...Object.keys(whole).flatMap((name) =>
        ['', null, undefined].map((value): Scenario => ({
          name: `D3 a login with ${String(value) || 'an empty'} ${name} is refused`,
          method: 'POST',
          path: `${API}/auth/login`,
          body: { ...whole, [name]: value },
          status: 422,
        })),
      ),
      ...['id', 'account_id', 'created_by', 'created_at'].map((name): Scenario => ({
        name: `${name === 'id' ? 'D8' : 'D7'} a member does not choose ${name}`,
        as: acme,
        method: 'POST',
        path: NOTES,
        body: { [name]: '01900000-0000-7000-8000-000000000000' },
        status: 422,
        contains: ['system_field'],
      })),
    ],
  );

  test('D5 a refresh token that many use at once is used once', async () => {
    const { refreshToken } = await login(world.http, 'acme', world.acme.email);
    const answers = await atOnce(50, () => world.http.post(`${API}/auth/refresh`, { refresh_token: refreshToken }));
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
    expect(answers.every(({ status }) => status === 200 || status === 401)).toBe(true);
  });

  test('D5 an Idempotency-Key that many send at once makes one record', async () => {
    const call = { token: world.acme.token, headers: { 'idempotency-key': 'race' } };
    const answers = await atOnce(50, () => world.http.post(NOTES, { title: 'aa' }, call));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
  });

  test('D6 nothing of a deactivated user lives on', async () => {
    const gone = await world.register('gone');
    const { token } = world.superadmin;
    expect((await world.http.get(NOTES, { token: gone.token })).status).toBe(200);
    expect((await world.http.delete(`${API}/users/${gone.userId}`, { token })).status).toBe(204);
    const answers = [
      await world.http.get(NOTES, { token: gone.token }),
      await world.http.post(`${API}/auth/refresh`, { refresh_token: gone.refreshToken }),
      await world.http.post(`${API}/auth/login`, { account: 'gone', email: gone.email, password: PASSWORD }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
  });

  test('D7 a registration grants nothing that it asks for', async () => {
    const { status, body } = await world.http.post(`${API}/auth/register`, {
      email: 'eve@eve.example',
      password: PASSWORD,
      account_name: 'Eve',
      account_id: '00000000-0000-0000-0000-000000000000',
      account_code: 'SY0000',
      role: 'superadmin',
      groups: ['staff'],
      email_verified: true,
      is_superadmin: true,
    });
    expect({ status, code: body.account.account_code === 'SY0000' }).toEqual({ status: 201, code: false });
    const credentials = { account: 'eve', email: 'eve@eve.example', password: PASSWORD };
    expect((await world.http.post(`${API}/auth/login`, credentials)).status).toBe(401);
  });

  test('D11 the address of a client is not what a header says', async () => {
    const headers = { 'x-forwarded-for': '203.0.113.9', forwarded: 'for=203.0.113.9', 'x-real-ip': '203.0.113.9' };
    await world.http.post(`${API}/auth/login`, whole, { headers });
    const rows: unknown = await world.server.app.get(DataSource).query('SELECT DISTINCT ip FROM sessions');
    expect(JSON.stringify(rows)).not.toContain('203.0.113.9');
  });

  test('D13 production does not start without a secret of its own', () => {
    expect(() => loadConfig({ SNACKBASE_ENVIRONMENT: 'production' })).toThrow('SNACKBASE_SECRET_KEY');
  });
});

describe('E limits', () => {
  const list = (query: string): string => `${NOTES}?${query}`;
  const times = (count: number, text: string, separator = ','): string => Array(count).fill(text).join(separator);
  runScenarios(
    () => world,
    [
      ...['POST', 'PATCH', 'DELETE'].map((method): Scenario => ({
        name: `E1 ${method} of too many records`,
        as: acme,
        method: method as Scenario['method'],
        path: `${NOTES}/batch`,
        body: { records: Array(101).fill('x'), ids: Array(101).fill('x') },
        status: 400,
        contains: ['BATCH_TOO_LARGE'],
      })),
      { name: 'E1 many expands', as: acme, method: 'GET', path: list(`expand=${times(21, 'parent')}`), status: 400 },
      { name: 'E1 many sorts', as: acme, method: 'GET', path: list(`sort=${times(6, 'title')}`), status: 400 },
      {
        name: 'E3 a deep expand',
        as: acme,
        method: 'GET',
        path: list(`expand=${times(4, 'parent', '.')}`),
        status: 400,
      },
      { name: 'E3 a deep filter', as: acme, method: 'GET', path: list(`filter=${'('.repeat(500)}`), status: 400 },
      {
        name: 'E3 a long filter',
        as: acme,
        method: 'GET',
        path: list(`filter=${times(500, 'true', '||')}`),
        status: 400,
      },
      {
        name: 'E7 a range of a record list',
        as: acme,
        method: 'GET',
        path: NOTES,
        headers: { range: 'bytes=0-1' },
        status: 200,
      },
      {
        name: 'E3 a body of many members',
        method: 'POST',
        path: `${API}/auth/login`,
        body: Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`k${index}`, index])),
        status: 422,
        contains: ['too many'],
      },
      {
        name: 'E4 a pattern that backtracks elsewhere',
        as: acme,
        method: 'POST',
        path: NOTES,
        body: { title: `${'a'.repeat(100_000)}!` },
        status: 422,
      },
    ],
  );

  const bodies = {
    lists: `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
    objects: `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`,
    'lists without an end': '['.repeat(1_000_000),
    'a string without an end': `"${'\\u0041'.repeat(1_700_000)}`,
  };
  const doors = [
    ['POST', '/auth/login'],
    ['POST', '/auth/register'],
    ['POST', '/auth/refresh'],
    ['POST', '/auth/logout'],
    ['POST', '/auth/forgot-password'],
    ['POST', '/admin/api-keys'],
    ['POST', '/collections'],
    ['PUT', '/collections/notes/rules'],
    ['POST', '/records/notes'],
    ['POST', '/records/notes/batch'],
    ['PATCH', '/records/notes/batch'],
    ['DELETE', '/records/notes/batch'],
  ];
  test.each(Object.entries(bodies))('E3 a body of %s is refused at every door', async (_name, raw) => {
    const { token } = await login(world.http, 'system', world.server.superadminEmail);
    for (const [method, path] of doors) {
      const answer = await world.http.call(method!, API + path, { raw, ...(path === '/auth/logout' ? {} : { token }) });
      expectErrorBody(answer);
    }
  });

  const KIB_64 = 65_536;
  const bodyOf = (bytes: number): string => JSON.stringify({ meta: 'x'.repeat(bytes - '{"meta":""}'.length) });
  test.each([
    ['POST', `${API}/auth/login`],
    ['POST', `${API}/AUTH/login/`],
    ['POST', `${API}/auth/register`],
    ['POST', `${API}/admin/api-keys`],
    ['POST', '/setup'],
  ])('E3 %s %s reads 64 KiB and no more', async (method, path) => {
    const { token } = world.superadmin;
    const enough = await world.http.call(method, path, { raw: bodyOf(KIB_64), token });
    const tooMuch = await world.http.call(method, path, { raw: bodyOf(KIB_64 + 1), token });
    expect(enough.status).not.toBe(413);
    expect(tooMuch).toMatchObject({ status: 413, body: { error: 'REQUEST_TOO_LARGE' } });
    expect(tooMuch.body.message).toContain(String(KIB_64));
    expectErrorBody(tooMuch);
  });

  test.each([
    ['POST', `${API}/users/x/verify`],
    ['POST', '/nowhere'],
    ['POST', API],
  ])('E3 %s %s has no use for a body and answers as without one', async (method, path) => {
    const { token } = world.superadmin;
    const without = await world.http.call(method, path, { token });
    const sent = await world.http.call(method, path, { raw: bodyOf(KIB_64 + 1), token });
    expect({ status: sent.status, error: sent.body.error }).toEqual({
      status: without.status,
      error: without.body.error,
    });
    expect([404, 405]).toContain(sent.status);
    expectErrorBody(sent);
  });

  test.each([
    ['POST', '/records/notes', acme, 201],
    ['POST', '/RECORDS/notes/', acme, 201],
    ['POST', '/records/notes/batch', acme, 422],
    ['POST', '/collections', (w: World) => w.superadmin, 422],
    ['PUT', '/collections/notes/rules', (w: World) => w.superadmin, 422],
  ])('E3 %s %s reads more than 64 KiB', async (method, path, as, status) => {
    const answer = await world.http.call(method, API + path, { raw: bodyOf(KIB_64 + 1), token: as(world).token });
    expect({ status: answer.status, text: answer.text }).toMatchObject({ status });
  });

  test('E3 a filter that multiplies with the rules of its relations is refused, the next one is not', async () => {
    const rule = times(15, 'parent.parent.title != "x"', ' || ');
    const { token } = world.superadmin;
    await world.http.put(`${API}/collections/notes/rules`, { view_rule: rule }, { token });
    const ask = (count: number) => {
      const filter = times(count, 'parent.parent.parent.parent.title = "a"', ' || ');
      return world.http.get(list(`filter=${encodeURIComponent(filter)}`), { token: world.acme.token });
    };
    expect(await ask(70)).toMatchObject({ status: 422, body: { error: 'QUERY_TOO_COMPLEX' } });
    expect((await ask(1)).status).toBe(200);
  });
});
