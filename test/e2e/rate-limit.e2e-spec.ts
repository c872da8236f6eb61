/** How often one may ask: whom a request is charged to, what the answers tell, and ways around the limit that do not exist. */
import { createApp } from '#server/bootstrap';
import { AppConfig } from '#server/config/app-config';
import { Database } from '#server/infrastructure/database/database';
import { eventually } from '../support/eventually';
import { type Answer, Http, sendAsWritten } from '../support/http';
import { API, login, type Member, PASSWORD } from '../support/member';
import { expectErrorBody } from '../support/scenario';
import { startServer } from '../support/server';
import { createWorld, type World } from '../support/world';

/** A minute; three times as many at once. Slow, so that nothing to speak of flows in during a test. */
const RATES = { address: 10, user: 5, endpoint: 1 };
const BURST = 3;
const MINUTE = 60_000;
const ORIGIN = 'http://localhost:5173';
const ME = `${API}/auth/me`;
const NOTES = `${API}/records/notes`;
const CLOSED = `${API}/users`;

let world: World;
let addresses = 0;

beforeAll(async () => {
  world = await createWorld({
    SNACKBASE_RATE_LIMIT_ENABLED: 'true',
    SNACKBASE_RATE_LIMIT_PER_MINUTE: String(RATES.address),
    SNACKBASE_RATE_LIMIT_AUTHENTICATED_PER_MINUTE: String(RATES.user),
    SNACKBASE_RATE_LIMIT_BURST_MULTIPLIER: String(BURST),
    SNACKBASE_RATE_LIMIT_ENDPOINTS: JSON.stringify({ [ME]: RATES.endpoint, '/API/v1/records/Notes/': RATES.endpoint }),
    // So that buckets are shared with other processes whatever the engine.
    SNACKBASE_WORKERS: '2',
  });
  await world.define('notes', [{ name: 'text', type: 'text' }]);
  await world.define('pages', [{ name: 'text', type: 'text' }]);
});
afterAll(() => world?.close());

/** The address of a client that has not been seen before. The tests' own address is a trusted proxy. */
function newAddress(): string {
  addresses += 1;
  return `203.0.113.${addresses}`;
}

interface Asked {
  readonly path: string;
  readonly token?: string;
  readonly address?: string;
  readonly headers?: Record<string, string>;
  readonly http?: Http;
}

function ask({ path, token, address = newAddress(), headers = {}, http = world.http }: Asked): Promise<Answer> {
  return http.get(path, { token, headers: { 'x-forwarded-for': address, ...headers } });
}

/** How many of the requests were not refused for being too many. */
async function admitted(times: number, asked: (index: number) => Asked): Promise<number> {
  let count = 0;
  for (let index = 0; index < times; index += 1) if ((await ask(asked(index))).status !== 429) count += 1;
  return count;
}

/** From an address of its own, so that no test is charged for another's logins. */
async function newMember(slug: string): Promise<Member> {
  const address = newAddress();
  const own = new Http(world.server.url);
  const call = own.call.bind(own);
  own.call = (method, path, options) =>
    call(method, path, { ...options, headers: { 'x-forwarded-for': address, ...options?.headers } });
  const email = `owner@${slug}.example`;
  const body = { email, password: PASSWORD, account_name: slug, account_slug: slug };
  const { body: registered } = await own.post(`${API}/auth/register`, body);
  await own.post(`${API}/users/${registered.user.id}/verify`, {}, { token: world.superadmin.token });
  return login(own, slug, email);
}

describe('an address', () => {
  test('gets its burst, then a refusal that says when to come again', async () => {
    const address = newAddress();
    const first = await ask({ path: CLOSED, address });
    expect(first.status).toBe(401);
    expect(Object.fromEntries(first.headers)).toMatchObject({
      'x-ratelimit-limit': '10',
      'x-ratelimit-burst': '30',
      'x-ratelimit-remaining': '29',
      'x-ratelimit-reset': '6',
    });
    expect(await admitted(40, () => ({ path: CLOSED, address }))).toBe(29);
    const refused = await ask({ path: CLOSED, address });
    expect(refused.status).toBe(429);
    expectErrorBody(refused);
    const seconds = Number(refused.headers.get('retry-after'));
    expect(seconds).toBeGreaterThanOrEqual(1);
    expect(seconds).toBeLessThanOrEqual(6);
    expect(refused.body).toMatchObject({
      error: 'RATE_LIMITED',
      detail: `Rate limit exceeded. Try again in ${seconds} seconds.`,
      retryAfter: seconds,
    });
    expect(refused.headers.get('x-ratelimit-remaining')).toBe('0');
    expect((await ask({ path: CLOSED })).status).toBe(401);
  });

  test('N-2, N-3: is refused in a way that a page of another origin can read', async () => {
    const address = newAddress();
    const headers = { origin: ORIGIN };
    await admitted(30, () => ({ path: CLOSED, address }));
    const refused = await ask({ path: CLOSED, address, headers });
    expect(refused.status).toBe(429);
    expect(Object.fromEntries(refused.headers)).toMatchObject({
      'access-control-allow-origin': ORIGIN,
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.any(String),
      'x-correlation-id': expect.any(String),
    });
    const exposed = refused.headers.get('access-control-expose-headers')?.split(', ');
    expect(exposed).toEqual(
      expect.arrayContaining([
        'Retry-After',
        'X-Correlation-ID',
        ...['Limit', 'Burst', 'Remaining', 'Reset'].map((name) => `X-RateLimit-${name}`),
      ]),
    );
  });

  test('of IPv6 is its network', async () => {
    const asked = (index: number) => ({ path: CLOSED, address: `2001:db8:1:2:${index}::1` });
    expect(await admitted(40, asked)).toBe(30);
    expect((await ask({ path: CLOSED, address: '2001:db8:1:3::1' })).status).toBe(401);
  });

  test('is charged for invalid credentials, whatever they are', async () => {
    const address = newAddress();
    const asked = (index: number): Asked =>
      index % 2 === 0
        ? { path: CLOSED, address, token: `${world.acme.token}${index}` }
        : { path: CLOSED, address, headers: { 'x-api-key': `sb_ak.x.${index}` } };
    expect(await admitted(40, asked)).toBe(30);
  });

  test('is charged on public routes even where a valid credential is sent, as it is not checked there', async () => {
    const address = newAddress();
    const headers = { 'x-forwarded-for': address };
    const statuses: number[] = [];
    for (let index = 0; index < 33; index += 1) {
      const token = [world.superadmin, world.acme, world.twin][index % 3]!.token;
      const refresh = { refresh_token: 'x' };
      statuses.push((await world.http.post(`${API}/auth/refresh`, refresh, { token, headers })).status);
    }
    expect(statuses).toEqual([...Array.from({ length: 30 }, () => 401), 429, 429, 429]);
  });

  test('N-2: pays nothing for preflights and probes', async () => {
    const address = newAddress();
    const forwarded = { 'x-forwarded-for': address };
    const preflight = { origin: ORIGIN, 'access-control-request-method': 'POST' };
    for (let index = 0; index < 40; index += 1) {
      expect((await world.http.call('OPTIONS', CLOSED, { headers: { ...forwarded, ...preflight } })).status).toBe(204);
      for (const path of ['/health', '/live']) {
        const { status, headers } = await ask({ path, address });
        expect([status, headers.has('x-ratelimit-limit')]).toEqual([200, false]);
      }
    }
    expect((await ask({ path: CLOSED, address })).headers.get('x-ratelimit-remaining')).toBe('29');
  });

  test('N-1, D11: is not changed by headers that any client can write', async () => {
    const address = newAddress();
    const asked = (index: number): Asked => ({
      path: CLOSED,
      address: `198.51.100.${index}, ${address}`,
      headers: { 'cf-connecting-ip': `198.51.100.${index}`, 'x-real-ip': `198.51.100.${index}` },
    });
    expect(await admitted(40, asked)).toBe(30);
  });
});

describe('a user', () => {
  test('has a bucket of its own, wherever it asks from and with whatever session', async () => {
    const member = await newMember('roaming');
    const sessions = [member.token, (await login(world.http, 'roaming', member.email)).token];
    for (const token of sessions) await ask({ path: `${API}/records/pages`, token });
    const left = await admitted(30, (index) => ({ path: `${API}/records/pages`, token: sessions[index % 2]! }));
    // The first request of a session is the address's: nobody knew yet whose it was.
    expect(left).toBe(15);
    const { status, headers } = await ask({ path: `${API}/records/pages`, token: member.token });
    expect([status, headers.get('x-ratelimit-limit'), headers.get('x-ratelimit-burst')]).toEqual([429, '5', '15']);
    const other = await ask({ path: `${API}/records/pages`, token: world.acme.token });
    expect(other.status).toBe(200);
  });

  test('that is a superadmin is not counted, but where credentials are dealt with', async () => {
    const { token } = world.superadmin;
    await ask({ path: CLOSED, token });
    for (let index = 0; index < 40; index += 1) {
      const { status, headers } = await ask({ path: CLOSED, token });
      expect([status, headers.has('x-ratelimit-limit')]).toEqual([200, false]);
    }
    expect(await admitted(10, () => ({ path: ME, token }))).toBe(BURST);
  });

  test('N-3: superadmins are counted below the configured prefix', async () => {
    const server = await startServer({
      SNACKBASE_API_PREFIX: '/backend',
      SNACKBASE_RATE_LIMIT_ENABLED: 'true',
      SNACKBASE_RATE_LIMIT_AUTHENTICATED_PER_MINUTE: String(RATES.user),
    });
    try {
      const http = new Http(server.url);
      const credentials = { account: 'system', email: server.superadminEmail, password: PASSWORD };
      const { token } = (await http.post('/backend/auth/login', credentials)).body;
      const asked = (path: string) => () => ({ path, token: token as string, http });
      expect(await admitted(20, asked('/backend/users'))).toBe(20);
      expect(await admitted(20, asked('/backend/auth/me'))).toBe(RATES.user);
    } finally {
      await server.stop();
    }
  });
});

describe('an endpoint with a limit of its own', () => {
  test('takes nothing from the others, nor they from it', async () => {
    const member = await newMember('two-buckets');
    await ask({ path: `${API}/records/pages`, token: member.token });
    expect(await admitted(10, () => ({ path: ME, token: member.token }))).toBe(BURST);
    const { headers } = await ask({ path: `${API}/records/pages`, token: member.token });
    expect(headers.get('x-ratelimit-remaining')).toBe('14');
    expect(await admitted(10, () => ({ path: NOTES, token: member.token }))).toBe(BURST);
  });

  test('E2: has one bucket, however its path is written', async () => {
    const member = await newMember('spelling');
    const headers = { authorization: `Bearer ${member.token}` };
    await ask({ path: `${API}/records/pages`, token: member.token });
    const send = async (method: string, path: string, more: Record<string, string> = {}): Promise<number> =>
      (await sendAsWritten(world.server.url, method, path, { ...headers, ...more })).status;
    expect([await send('GET', NOTES), await send('GET', NOTES), await send('HEAD', NOTES)]).toEqual([200, 200, 200]);
    const spellings = [
      NOTES,
      `${NOTES}/`,
      `${NOTES}?limit=1`,
      NOTES.toUpperCase(),
      `${API}/records/%6eotes`,
      `${API}/records/%4E%6F%74%65%73/`,
      `${API}/Records/Notes?fields=id`,
    ];
    for (const path of spellings) expect([path, await send('GET', path)]).toEqual([path, 429]);
    expect(await send('HEAD', NOTES)).toBe(429);
    expect(await send('GET', NOTES, { 'x-http-method-override': 'PATCH' })).toBe(429);
    // Other paths to the router.
    for (const path of [`/${NOTES}`, `${API}//records/notes`, `${API}/records//notes`, `${NOTES}//`]) {
      expect([path, await send('GET', path)]).toEqual([path, 404]);
    }
  });
});

describe('several processes', () => {
  test('A-10: share what a client may ask', async () => {
    const other = await createApp(world.server.app.get(AppConfig));
    try {
      await other.listen(0, '127.0.0.1');
      const elsewhere = new Http(await other.getUrl());
      const address = newAddress();
      const { reads } = world.server.app.get(Database, { strict: false });
      const text = 'SELECT full_at FROM rate_limit_buckets WHERE key LIKE $1';
      /** What all processes together gave the address, as far as they told each other. */
      const given = async (): Promise<number> => {
        const [row] = await reads.all(text, [`%${address}%`]);
        return row === undefined ? 0 : Math.ceil(((Number(row['full_at']) - Date.now()) * RATES.address) / MINUTE);
      };
      expect(await admitted(40, () => ({ path: CLOSED, address }))).toBe(30);
      await eventually(async () => (await given()) === 30);
      let admittedElsewhere = 0;
      const isRefused = async (): Promise<boolean> => {
        const { status } = await ask({ path: CLOSED, address, http: elsewhere });
        if (status === 401) admittedElsewhere += 1;
        return status === 429;
      };
      // The other learns of it with its own first requests for the client, long before it gave a burst of its own.
      await eventually(isRefused);
      expect(admittedElsewhere).toBeGreaterThan(0);
      expect(admittedElsewhere).toBeLessThan(30);
    } finally {
      await other.close();
    }
  });
});

test('limits are on unless they are switched off', async () => {
  expect(new AppConfig().rateLimitEnabled).toBe(true);
  const config = Object.assign(Object.create(AppConfig.prototype), world.server.app.get(AppConfig)) as AppConfig;
  const other = await createApp(Object.assign(config, { rateLimitEnabled: false }));
  try {
    await other.listen(0, '127.0.0.1');
    const { headers } = await new Http(await other.getUrl()).get(CLOSED);
    expect(headers.has('x-ratelimit-limit')).toBe(false);
  } finally {
    await other.close();
  }
});
