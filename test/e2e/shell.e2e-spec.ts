/** What surrounds the routes, in production mode: probes, the API document, headers, cross-origin access, paths and methods. */
import { Lifecycle } from '#server/common/lifecycle';
import { VERSION } from '#server/config/version';
import { sendAsWritten, type Answer, type Json } from '../support/http';
import { API } from '../support/member';
import { openApiProblems } from '../support/openapi';
import { expectErrorBody } from '../support/scenario';
import { createWorld, type World } from '../support/world';

const ORIGIN = 'https://app.example.com';
const MAX_BODY = 4096;
const ENVIRONMENT = { SNACKBASE_CORS_ORIGINS: ORIGIN, SNACKBASE_MAX_BODY_SIZE: String(MAX_BODY) };
const TOO_LARGE = JSON.stringify({ email: 'x'.repeat(MAX_BODY) });
const NAMES = { service: 'SnackBase', version: VERSION };

let world: World;
let development: World;

beforeAll(async () => {
  world = await createWorld({ SNACKBASE_ENVIRONMENT: 'production', ...ENVIRONMENT });
  development = await createWorld({ SNACKBASE_ENVIRONMENT: 'development' });
  for (const each of [world, development]) {
    await each.define('authors', [{ name: 'pen_name', type: 'text' }]);
    await each.define('articles', [
      { name: 'headline', type: 'text', required: true, options: { max: 80 } },
      { name: 'stars', type: 'number' },
      { name: 'state', type: 'select', options: { values: ['draft', 'live'] } },
      { name: 'author', type: 'reference', collection: 'authors', on_delete: 'set_null' },
      { name: 'seen', type: 'datetime' },
    ]);
  }
});
afterAll(() => Promise.all([world?.close(), development?.close()]));

async function articlesOf({ http, superadmin }: World): Promise<Json> {
  const { token } = superadmin;
  const { body } = await http.get(`${API}/collections`, { token });
  const { id } = body.items.find(({ name }: Json) => name === 'articles');
  return (await http.get(`${API}/collections/${id}`, { token })).body;
}

describe('probes', () => {
  const PROBES = {
    '/live': expect.stringContaining('Restart'),
    '/ready': expect.stringContaining('database'),
    '/health': expect.any(String),
  };
  const FLAGS = { audit_logging_enabled: false, encryption_key_configured: true };
  const BODIES: [path: string, body: object][] = [
    ['/health', { status: 'healthy', ...NAMES, ...FLAGS, probes: PROBES }],
    ['/ready', { status: 'ready', ...NAMES, database: 'connected', audit_logging_enabled: false }],
    ['/live', { status: 'alive', ...NAMES }],
    [API, { name: 'SnackBase', version: VERSION, api_version: 'v1' }],
  ];

  test.each(BODIES)('GET and HEAD %s', async (path, body) => {
    for (const address of [path, `${path}/`]) {
      const got = await world.http.get(address, { token: 'a stale credential' });
      expect(got).toMatchObject({ status: 200, body });
      const head = await world.http.call('HEAD', address);
      expect(head).toMatchObject({ status: 200, text: '' });
      for (const name of ['content-type', 'content-length']) expect(head.headers.get(name)).toBe(got.headers.get(name));
    }
  });

  test('a server that stops is alive and no longer ready', async () => {
    const lifecycle = world.server.app.get(Lifecycle);
    lifecycle.stopping = true;
    const ready = await world.http.get('/ready');
    const others = await Promise.all([world.http.get('/health'), world.http.get('/live')]);
    lifecycle.stopping = false;
    expect(ready).toMatchObject({ status: 503, body: { status: 'not_ready', database: 'connected' } });
    expect(others.map(({ status }) => status)).toEqual([200, 200]);
  });
});

describe('the API document', () => {
  const read = (from: World, token?: string): Promise<Answer> => from.http.get('/openapi.json', { token });

  test('is valid, with and without collections', async () => {
    const documents = [await read(world), await read(world, world.superadmin.token), await read(development)];
    for (const { status, body } of documents) {
      expect(status).toBe(200);
      expect(openApiProblems(body)).toEqual([]);
      expect(Object.keys(body.paths)).toEqual(expect.arrayContaining(['/health', `${API}/auth/login`]));
      expect(Object.keys(body.paths).filter((path) => path.startsWith('/setup'))).toEqual([]);
    }
  });

  test.each([
    ['a superadmin in production', () => read(world, world.superadmin.token)],
    ['anybody in development', () => read(development)],
  ])('shows %s the real fields of the collections', async (_who, ask) => {
    const { paths, components } = (await ask()).body;
    expect(Object.keys(paths[`${API}/records/articles`])).toEqual(['get', 'post', 'patch', 'delete']);
    expect(Object.keys(paths[`${API}/records/articles/{id}`])).toEqual(
      expect.arrayContaining(['get', 'put', 'patch', 'delete']),
    );
    expect(components.schemas['Record.articles'].properties).toMatchObject({
      id: { type: 'string', format: 'uuid' },
      headline: { type: 'string' },
      stars: { type: ['number', 'null'] },
      state: { type: ['string', 'null'], enum: ['draft', 'live', null] },
      author: { anyOf: [{ type: 'string', format: 'uuid' }, expect.anything(), { type: 'null' }] },
      seen: { type: ['string', 'null'], format: 'date-time' },
    });
    expect(components.schemas['Record.articles.create'].properties.headline).toMatchObject({ maxLength: 80 });
    expect(components.schemas['Record.articles.create'].required).toEqual(['headline']);
  });

  test('keeps its own schemas beside collections of the same names', async () => {
    const fixed: Json = (await read(world)).body.components.schemas;
    const names = ['Error', 'LoginDto'];
    expect(Object.keys(fixed)).toEqual(expect.arrayContaining(names));
    for (const name of names) await world.define(name, [{ name: 'reason', type: 'text' }]);
    const { body } = await read(world, world.superadmin.token);
    expect(openApiProblems(body)).toEqual([]);
    expect(body.components.schemas).toMatchObject(fixed);
    for (const name of names) {
      expect(body.components.schemas[name]).toEqual(fixed[name]);
      expect(body.components.schemas[`Record.${name}`].properties).toHaveProperty('reason');
    }
  });

  test('follows a change of the schema at once', async () => {
    const { token } = development.superadmin;
    const { id, fields } = await articlesOf(development);
    const changed = await development.http.put(
      `${API}/collections/${id}`,
      { fields: [...fields, { name: 'subtitle', type: 'text' }] },
      { token },
    );
    expect({ status: changed.status, text: changed.text }).toMatchObject({ status: 200 });
    expect((await read(development)).body.components.schemas['Record.articles'].properties).toHaveProperty('subtitle');
  });

  test('tells strangers nothing of the collections in production, the explorer included', async () => {
    for (const path of ['/openapi.json', '/openapi.json/', '/OPENAPI.json', '/docs', '/docs/explorer.mjs']) {
      const { status, text } = await world.http.get(path, { headers: { authorization: 'Basic b25lOnR3bw==' } });
      expect({ path, status }).toEqual({ path, status: 200 });
      expect(text).not.toMatch(/articles|headline|pen_name/);
    }
  });

  test('is kept by no cache, whoever asks', async () => {
    for (const token of [undefined, world.acme.token, 'nonsense']) {
      const { headers } = await read(world, token);
      expect(headers.get('cache-control')).toBe('private, no-store');
      expect(headers.get('vary')).toBe('Origin, Authorization, X-API-Key');
    }
  });

  test('refuses a credential that is not valid, and writing', async () => {
    for (const from of [world, development]) {
      const refused = await read(from, 'nonsense');
      expect(refused.status).toBe(401);
      expectErrorBody(refused);
    }
    const written = await world.http.post('/openapi.json', {});
    expect([written.status, written.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  test.each(['/docs', '/docs/'])(
    'the explorer at %s needs nothing from elsewhere and no inline script',
    async (path) => {
      const page = await world.http.get(path);
      expect(page.status).toBe(200);
      expect(page.headers.get('content-type')).toMatch(/^text\/html/);
      const policy = page.headers.get('content-security-policy');
      expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
      expect(policy).not.toContain('unsafe');
      expect(page.text).not.toMatch(/<style| style=| on\w+=/);
      for (const [, attributes = '', content = ''] of page.text.matchAll(/<script([^>]*)>([^]*?)<\/script>/g)) {
        expect(attributes).toContain('src=');
        expect(content.trim()).toBe('');
      }
      const assets = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1]!);
      expect(assets.length).toBeGreaterThanOrEqual(4);
      for (const asset of assets) {
        const url = new URL(asset, `${world.server.url}${path}`);
        expect(url.origin).toBe(world.server.url);
        const served = await world.http.get(url.pathname);
        expect({ asset, status: served.status }).toEqual({ asset, status: 200 });
        expect(served.text.length).toBeGreaterThan(100);
      }
    },
  );
});

/** An answer of each kind, with the status that it has. */
const ANSWERS: [what: string, status: number, ask: (headers?: Record<string, string>) => Promise<Answer>][] = [
  ['success', 200, (headers = {}) => world.http.get(API, { headers })],
  ['the document', 200, (headers = {}) => world.http.get('/openapi.json', { headers })],
  ['the explorer', 200, (headers = {}) => world.http.get('/docs', { headers })],
  ['no credential', 401, (headers = {}) => world.http.get(`${API}/collections`, { headers })],
  ['no permission', 403, (headers = {}) => world.http.get(`${API}/collections`, { token: world.acme.token, headers })],
  ['no such path', 404, (headers = {}) => world.http.get('/nowhere', { headers })],
  ['no such API path', 404, (headers = {}) => world.http.get(`${API}/nowhere`, { headers })],
  ['another method', 405, (headers = {}) => world.http.put('/health', {}, { headers })],
  ['too large', 413, (headers = {}) => world.http.call('POST', `${API}/auth/login`, { raw: TOO_LARGE, headers })],
  ['no JSON', 400, (headers = {}) => world.http.call('POST', `${API}/auth/login`, { raw: '{', headers })],
  ['a wrong body', 422, (headers = {}) => world.http.post(`${API}/auth/login`, {}, { headers })],
  ['an undecodable path', 400, (headers = {}) => world.http.get(`${API}/records/%E0%A4%A`, { headers })],
];

describe.each(ANSWERS)('an answer: %s (%i)', (_what, status, ask) => {
  test('has the security headers', async () => {
    const answer = await ask();
    expect({ status: answer.status, text: answer.text }).toMatchObject({ status });
    if (status >= 400) expectErrorBody(answer);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'strict-origin-when-cross-origin',
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
      'permissions-policy': expect.stringContaining('camera=()'),
      'cross-origin-opener-policy': 'same-origin',
    });
    for (const name of ['x-powered-by', 'server']) expect(answer.headers.has(name)).toBe(false);
  });

  test('can be read by an allowed origin, and by no other', async () => {
    const allowed = await ask({ origin: ORIGIN });
    expect(allowed.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(allowed.headers.get('access-control-allow-credentials')).toBe('true');
    expect(allowed.headers.get('vary')).toMatch(/\bOrigin\b/);
    const exposed = allowed.headers.get('access-control-expose-headers')?.split(/, ?/);
    expect(exposed).toEqual(expect.arrayContaining(['ETag', 'Retry-After', 'X-Correlation-ID']));
    for (const origin of ['https://evil.example', `${ORIGIN}.evil.example`, 'null']) {
      expect((await ask({ origin })).headers.has('access-control-allow-origin')).toBe(false);
    }
  });

  test('repeats a valid correlation id and replaces every other', async () => {
    const given = await ask({ 'x-correlation-id': 'trace-1.a_B' });
    expect(given.headers.get('x-correlation-id')).toBe('trace-1.a_B');
    if (status >= 400) expect(given.body.request_id).toBe('trace-1.a_B');
    for (const bad of ['', 'a b', 'x'.repeat(129), '"><script>', 'a, b']) {
      const replaced = await ask({ 'x-correlation-id': bad });
      expect(replaced.headers.get('x-correlation-id')).toMatch(/^cid_[0-9a-f]{12}$/);
      if (status >= 400) expect(replaced.body.request_id).toBe(replaced.headers.get('x-correlation-id'));
    }
  });
});

test('every request without a correlation id gets one of its own', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => world.http.get('/live')));
  expect(new Set(answers.map(({ headers }) => headers.get('x-correlation-id'))).size).toBe(20);
});

test.each([`${API}/records/articles`, `${API}/auth/login`, '/nowhere'])('a preflight of %s', async (path) => {
  const ask = (origin: string): Promise<Answer> =>
    world.http.call('OPTIONS', path, { headers: { origin, 'access-control-request-method': 'PATCH' } });
  const allowed = await ask(ORIGIN);
  expect(allowed).toMatchObject({ status: 204, text: '' });
  expect(allowed.headers.get('access-control-allow-origin')).toBe(ORIGIN);
  expect(allowed.headers.get('access-control-allow-methods')).toBe('GET, POST, PUT, PATCH, DELETE');
  const headers = allowed.headers.get('access-control-allow-headers')?.toLowerCase().split(/, ?/);
  for (const name of ['authorization', 'content-type', 'x-api-key', 'x-account-id', 'if-match', 'idempotency-key']) {
    expect(headers).toContain(name);
  }
  const refused = await ask('https://evil.example');
  expect([...refused.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
});

describe('methods', () => {
  test.each([
    ['PUT', '/health', 'GET, HEAD'],
    ['DELETE', API, 'GET, HEAD'],
    ['GET', `${API}/auth/login`, 'POST'],
    ['PATCH', `${API}/collections`, 'GET, HEAD, POST'],
    ['PUT', `${API}/records/articles`, 'DELETE, GET, HEAD, PATCH, POST'],
    ['TRACE', '/health', 'GET, HEAD'],
    ['PROPFIND', '/docs', 'GET, HEAD'],
  ])('%s %s is answered with what is allowed', async (method, path, allow) => {
    const answer = await sendAsWritten(world.server.url, method, path);
    expect([answer.status, answer.headers.get('allow'), answer.body.error]).toEqual([405, allow, 'METHOD_NOT_ALLOWED']);
    expectErrorBody(answer);
  });

  test('HEAD asks for what GET asks, the permission included', async () => {
    const path = `${API}/records/articles`;
    const asked = await world.http.call('HEAD', path, { token: world.acme.token });
    expect(asked).toMatchObject({ status: 200, text: '' });
    expect(await world.http.call('HEAD', `${API}/collections`)).toMatchObject({ status: 401, text: '' });
    const forbidden = await world.http.call('HEAD', `${API}/collections`, { token: world.acme.token });
    expect(forbidden).toMatchObject({ status: 403, text: '' });
  });
});

describe('A11: the guard and the router read a path alike', () => {
  const SPELLINGS = [
    (path: string) => path,
    (path: string) => `${path}/`,
    (path: string) => `${path}//`,
    (path: string) => `/${path}`,
    (path: string) => path.replace('/api/', '/api//'),
    (path: string) => path.toUpperCase(),
    (path: string) => path.replace('collections', 'Collections').replace('records', 'RECORDS'),
    (path: string) => `${path};v=1`,
    (path: string) => path.replace('/v1/', '/v1/./'),
    (path: string) => path.replace('/v1/', '/v1/x/../'),
    (path: string) => path.replace('/v1/', '/v1/%2e%2e/v1/'),
    (path: string) => `/health/..${path}`,
    (path: string) => `/health/%2e%2e${path}`,
    (path: string) => `/docs/..${path}`,
    (path: string) => path.replace('/v1/', '/v1%2f'),
    (path: string) => path.replace('/v1/', '/v1\\'),
    (path: string) => path.replace('/c', '/%63').replace('/r', '/%72'),
    (path: string) => `${path}%00`,
    (path: string) => `${path}%2f`,
    (path: string) => `${path}%20`,
    (path: string) => `${path}.json`,
    (path: string) => `${path}?`,
    (path: string) => `${path}#/health`,
    (path: string) => `http://elsewhere.example${path}`,
  ];
  const ask = (path: string, token?: string, headers = {}): Promise<Answer> =>
    sendAsWritten(world.server.url, 'GET', path, token ? { authorization: `Bearer ${token}`, ...headers } : headers);

  test.each([`${API}/collections`, `${API}/collections/names`])(
    '%s is the superadmin’s in every spelling',
    async (path) => {
      let spellings = 0;
      for (const spell of SPELLINGS) {
        const spelling = spell(path);
        const found = (await ask(spelling, world.superadmin.token)).status === 200;
        spellings += found ? 1 : 0;
        const refused = [await ask(spelling), await ask(spelling, world.acme.token)];
        const statuses = refused.map(({ status }) => status);
        if (found) expect({ spelling, statuses }).toEqual({ spelling, statuses: [401, 403] });
        for (const answer of refused) {
          expectErrorBody(answer);
          expect(answer.text).not.toContain('articles');
        }
      }
      expect(spellings).toBeGreaterThan(3);
    },
  );

  test('no header stands for another path or method', async () => {
    const path = `${API}/collections/${(await articlesOf(world)).id}`;
    const headers = { 'x-original-url': path, 'x-rewrite-url': path, 'x-forwarded-prefix': path };
    expect((await ask('/live', undefined, headers)).body).toEqual({ status: 'alive', ...NAMES });
    const { token } = world.superadmin;
    const override = { 'x-http-method-override': 'DELETE', 'x-http-method': 'DELETE', 'x-method-override': 'DELETE' };
    expect((await ask(`${path}?_method=DELETE`, token, override)).status).toBe(200);
    expect((await ask(path, token)).status).toBe(200);
  });
});
