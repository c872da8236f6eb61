/** What can be made of the API document: it is complete, passes a linter, types a client, and is what the server does. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describedBy } from '../../support/assert-described';
import { documentGaps } from '../../support/document-gaps';
import { Http, type Json } from '../../support/http';
import { API, PASSWORD } from '../../support/member';
import { createWorld, type World } from '../../support/world';
import { typeProblems } from './typed-client/type-problems';

const ROOT = join(__dirname, '..', '..', '..');
const LINTER = join(ROOT, 'node_modules', '@redocly', 'cli', 'bin', 'cli.js');
const JSON_TYPE = 'application/json';

interface Calls {
  makeCalls(baseUrl: string, credentials: object): Promise<number>;
}

interface Linted {
  readonly totals: { readonly errors: number; readonly warnings: number };
  readonly problems: readonly { readonly ruleId: string }[];
}

declare const requireOnce: NodeJS.Require;

let world: World;
let document: Json;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'snackbase-document-'));
  world = await createWorld();
  await world.define('authors', [
    { name: 'name', type: 'text', required: true },
    { name: 'email', type: 'email' },
  ]);
  await world.define('posts', [
    { name: 'title', type: 'text', required: true, options: { max: 80, pattern: '^\\w' } },
    { name: 'code', type: 'text', options: { pattern: '(?i)^[a-z]+$' } },
    { name: 'status', type: 'select', options: { values: ['draft', 'live'] } },
    { name: 'tags', type: 'select', options: { values: ['a', 'b'], max: 2 } },
    { name: 'price', type: 'number', options: { min: 0 } },
    { name: 'open', type: 'boolean', default: true },
    { name: 'day', type: 'date' },
    { name: 'due', type: 'datetime' },
    { name: 'page', type: 'url' },
    { name: 'meta', type: 'json' },
    { name: 'photo', type: 'file' },
    { name: 'author', type: 'reference', collection: 'authors', on_delete: 'set_null' },
    { name: 'others', type: 'reference', collection: 'authors', on_delete: 'cascade', options: { multiple: true } },
    { name: 'reader', type: 'user' },
  ]);
  ({ body: document } = await world.http.get('/openapi.json', { token: world.superadmin.token }));
});
afterAll(async () => {
  await world?.close();
  rmSync(folder, { recursive: true });
});

const operations = (): [string, Json][] =>
  Object.entries<Json>(document.paths).flatMap(([path, item]) =>
    Object.entries<Json>(item).map(([method, operation]): [string, Json] => [`${method} ${path}`, operation]),
  );

test('every operation has a name, types, examples, refusals and its access', () => {
  expect(operations().length).toBeGreaterThan(100);
  expect(documentGaps(document)).toEqual([]);
});

test('the access of an operation is that of its decorators', () => {
  const access = Object.fromEntries(operations().map(([name, { security }]) => [name, security]));
  const credentials = [{ bearer: [] }, { 'api-key': [] }];
  expect(access).toMatchObject({
    'get /health': [],
    [`post ${API}/auth/login`]: [],
    [`post ${API}/auth/logout`]: [{ bearer: [] }, {}],
    [`get ${API}/auth/me`]: credentials,
    [`get ${API}/users`]: credentials,
    [`get ${API}/records/{collection}`]: [...credentials, {}],
    [`get ${API}/records/posts`]: [...credentials, {}],
  });
});

test('members that may be null have their type, and log-in an example', () => {
  const { LoginDto } = document.components.schemas;
  expect(LoginDto.properties.account.type).toEqual(['string', 'null']);
  expect(document.paths[`${API}/auth/login`].post.requestBody.content[JSON_TYPE].example).toEqual({
    email: 'ada@acme.example',
    account: 'acme',
    password: expect.any(String),
  });
});

test('the linter finds no error, and one thing to say: a collection has paths that are also those of all collections', async () => {
  const file = join(folder, 'openapi.json');
  writeFileSync(file, JSON.stringify(document));
  const environment = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [LINTER, 'lint', file, '--extends', 'recommended', '--format', 'json', '--max-problems', '10000'],
    { cwd: folder, env: environment, maxBuffer: Infinity },
  );
  const { totals, problems } = JSON.parse(stdout) as Linted;
  expect(totals.errors).toBe(0);
  expect(new Set(problems.map(({ ruleId }) => ruleId))).toEqual(new Set(['no-ambiguous-paths']));
  expect(problems).toHaveLength(totals.warnings);
});

test('a client with its types compiles, does not compile where it is wrong, and works', async () => {
  expect(await typeProblems(document)).toEqual([]);
  const { makeCalls } = requireOnce('./test/e2e/once/typed-client/calls.mts') as Calls;
  const { email } = world.superadmin;
  expect(await makeCalls(world.server.url, { account: 'system', email, password: PASSWORD })).toBeGreaterThanOrEqual(
    30,
  );
});

test('records are what the document of the installation says', async () => {
  const http = new Http(world.server.url, describedBy(document));
  const { token } = world.acme;
  const path = `${API}/records/posts`;
  const author = (await http.post(`${API}/records/authors`, { name: 'Ada', email: 'ada@acme.example' }, { token }))
    .body;
  const full = {
    title: 'Hello',
    status: 'draft',
    tags: ['a', 'b'],
    price: 9.5,
    day: '2026-01-31',
    due: '2026-01-31T10:30:00+02:00',
    page: 'https://acme.example/ü',
    meta: [1, { a: null }],
    author: author.id,
    others: [author.id],
    reader: world.acme.userId,
  };
  const { body: record } = await http.post(path, full, { token });
  await http.post(`${path}/batch`, { records: [{ title: 'Bare' }, { title: 'Other' }] }, { token });
  for (const query of ['', '?expand=author,others,reader', '?fields=title', '?cursor=', '?status=draft&price=9.5']) {
    expect((await http.get(path + query, { token })).status).toBe(200);
  }
  for (const caller of [token, world.superadmin.token]) {
    const read = await http.get(`${path}/${record.id}?expand=author`, { token: caller });
    expect(read).toMatchObject({ status: 200, body: { author: { name: 'Ada' } } });
  }
  expect((await http.patch(`${path}/${record.id}`, { price: null }, { token })).status).toBe(200);
  expect((await http.patch(`${path}/${record.id}`, { status: 'lost' }, { token })).status).toBe(422);
  expect((await http.delete(`${path}/${record.id}`, { token })).status).toBe(204);
});

test('an answer that is not described is found', async () => {
  const described = describedBy(document);
  const answer = await world.http.get(`${API}/auth/me`, { token: world.acme.token });
  const problem = (changed: Partial<typeof answer>): string | null =>
    described.problem('GET', `${API}/auth/me`, { ...answer, ...changed });
  expect(problem({})).toBeNull();
  expect(problem({ status: 203 })).toBe('the status is not described');
  expect(problem({ body: { ...answer.body, email: null } })).toBe('body/email must be string');
  expect(problem({ headers: new Headers({ 'content-type': 'text/html' }) })).toContain('text/html');
  expect(problem({ status: 418, body: { message: 'no' } })).toContain("must have required property 'error'");
});
