/** Query strings and credentials that are wrong: a 4xx that says what, never a 5xx. */
import { runScenarios } from '../support/scenario';
import { API } from '../support/member';
import { createWorld, type World } from '../support/world';

let world: World;
const records = `${API}/records/notes`;

beforeAll(async () => {
  world = await createWorld();
  await world.define('notes', [
    { name: 'title', type: 'text', required: true },
    { name: 'count', type: 'number' },
    { name: 'done', type: 'boolean' },
    { name: 'due', type: 'datetime' },
    { name: 'day', type: 'date' },
    { name: 'mail', type: 'email' },
    { name: 'link', type: 'url' },
    { name: 'meta', type: 'json' },
    { name: 'kind', type: 'select', options: { values: ['a', 'b'] } },
    { name: 'tags', type: 'select', options: { values: ['x', 'y', 'z'], max: 2 } },
    { name: 'code', type: 'text', options: { min: 2, max: 4, pattern: '^[A-Z]+$' } },
    { name: 'owner', type: 'user' },
  ]);
  await world.http.post(records, { title: 'kept' }, { token: world.acme.token });
});
afterAll(() => world?.close());

afterEach(async () => {
  const { body } = await world.http.get(records, { token: world.acme.token });
  expect(body).toMatchObject({ total: 1, items: [{ title: 'kept', count: null }] });
});

const acme = (w: World): World['acme'] => w.acme;
describe('list parameters', () => {
  const list = (query: string): string => `${records}?${query}`;
  const filter = (text: string): string => list(`filter=${encodeURIComponent(text)}`);
  runScenarios(
    () => world,
    [
      { name: 'limit 0', as: acme, method: 'GET', path: list('limit=0'), status: 400, contains: ['limit'] },
      { name: 'limit 101', as: acme, method: 'GET', path: list('limit=101'), status: 400, contains: ['limit'] },
      { name: 'limit as text', as: acme, method: 'GET', path: list('limit=ten'), status: 400, contains: ['limit'] },
      {
        name: 'a huge skip',
        as: acme,
        method: 'GET',
        path: list('skip=99999999999999999999'),
        status: 400,
        contains: ['skip'],
      },
      { name: 'a negative skip', as: acme, method: 'GET', path: list('skip=-1'), status: 400, contains: ['skip'] },
      {
        name: 'an unknown parameter',
        as: acme,
        method: 'GET',
        path: list('colour=red'),
        status: 400,
        contains: ['colour'],
      },
      {
        name: 'a repeated parameter',
        as: acme,
        method: 'GET',
        path: list('limit=1&limit=2'),
        status: 400,
        contains: ['limit'],
      },
      { name: 'a parameter in brackets', as: acme, method: 'GET', path: list('filter[a]=1'), status: 400 },
      {
        name: 'an unknown sort field',
        as: acme,
        method: 'GET',
        path: list('sort=nope'),
        status: 400,
        contains: ['nope'],
      },
      {
        name: 'SQL as sort field',
        as: acme,
        method: 'GET',
        path: list(`sort=${encodeURIComponent('title; DROP TABLE users')}`),
        status: 400,
      },
      {
        name: 'an unknown field',
        as: acme,
        method: 'GET',
        path: list('fields=id,nope'),
        status: 400,
        contains: ['nope'],
      },
      {
        name: 'expand of a plain field',
        as: acme,
        method: 'GET',
        path: list('expand=title'),
        status: 400,
        contains: ['title'],
      },
      { name: 'a broken cursor', as: acme, method: 'GET', path: list('cursor=abc'), status: 400, contains: ['cursor'] },
      {
        name: 'a cursor that is JSON of nothing',
        as: acme,
        method: 'GET',
        path: list(`cursor=${Buffer.from('{"v":{}}').toString('base64url')}`),
        status: 400,
      },
      { name: 'both cursors', as: acme, method: 'GET', path: list('cursor=a&cursor_before=b'), status: 400 },
      {
        name: 'a filter that ends early',
        as: acme,
        method: 'GET',
        path: filter('title ='),
        status: 400,
        contains: ['position'],
      },
      { name: 'an unknown operator', as: acme, method: 'GET', path: filter('title === 1'), status: 400 },
      {
        name: 'an unknown field in a filter',
        as: acme,
        method: 'GET',
        path: filter('nope = 1'),
        status: 400,
        contains: ['nope'],
      },
      {
        name: 'a wrong type in a filter',
        as: acme,
        method: 'GET',
        path: filter('count = "many"'),
        status: 400,
        contains: ['number', 'position'],
      },
      { name: 'an invalid date in a filter', as: acme, method: 'GET', path: filter('due > "soon"'), status: 400 },
      {
        name: 'request values in a filter',
        as: acme,
        method: 'GET',
        path: filter('owner = @request.auth.id'),
        status: 400,
      },
      {
        name: 'a filter that is too long',
        as: acme,
        method: 'GET',
        path: filter(`title = "${'x'.repeat(5000)}"`),
        status: 400,
      },
      {
        name: 'a filter that is too deep',
        as: acme,
        method: 'GET',
        path: filter('('.repeat(2000) + 'done' + ')'.repeat(1500)),
        status: 400,
      },
      {
        name: 'a filter with too many parts',
        as: acme,
        method: 'GET',
        path: filter(Array.from({ length: 400 }, () => 'done').join('||')),
        status: 400,
      },
      { name: 'NUL in a filter', as: acme, method: 'GET', path: list('filter=title%20%3D%20%22%00%22'), status: 400 },
      {
        name: 'JavaScript text as value',
        as: acme,
        method: 'GET',
        path: filter('title = [object Object]'),
        status: 400,
      },
      { name: 'a path through a plain field', as: acme, method: 'GET', path: filter('title.name = "x"'), status: 400 },
    ],
  );
});

describe('credentials', () => {
  const headers = (authorization: string): Record<string, string> => ({ authorization });
  runScenarios(
    () => world,
    [
      { name: 'a broken token', method: 'GET', path: records, headers: headers('Bearer abc'), status: 401 },
      {
        name: 'an unsigned token',
        method: 'GET',
        path: records,
        headers: headers(`Bearer ${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.`),
        status: 401,
      },
      {
        name: 'a broken API key',
        method: 'GET',
        path: records,
        headers: { 'x-api-key': 'sb_ak.e30.abc' },
        status: 401,
      },
      {
        name: 'no credential and no account',
        method: 'GET',
        path: records,
        status: 401,
        contains: ['AUTH_REQUIRED', 'Authorization: Bearer', 'X-API-Key', 'X-Account-ID'],
      },
      ...['abc', 'Basic YWJjOmRlZg==', 'Token abc', 'eyJhbGciOiJIUzI1NiJ9.e30.abc', 'Bearer'].map((authorization) => ({
        name: `not understood: ${authorization}`,
        method: 'GET' as const,
        path: records,
        headers: { authorization, 'x-account-id': 'acme' },
        status: 401,
        contains: ['AUTH_CREDENTIAL_UNREADABLE', 'Authorization: Bearer', 'X-API-Key'],
      })),
      {
        name: 'no credential, an unknown account',
        method: 'GET',
        path: records,
        headers: { 'x-account-id': 'nobody' },
        status: 404,
      },
      {
        name: 'operator objects at login',
        method: 'POST',
        path: `${API}/auth/login`,
        body: { account: 'acme', email: { $ne: '' }, password: { $gt: '' } },
        status: 422,
      },
      { name: 'a list at login', method: 'POST', path: `${API}/auth/login`, body: ['acme'], status: 422 },
      {
        name: 'an over-long password',
        method: 'POST',
        path: `${API}/auth/register`,
        body: { email: 'a@b.example', account_name: 'long', password: `Aa1!${'x'.repeat(80)}` },
        status: 422,
        contains: ['72'],
      },
      {
        name: 'a weak password',
        method: 'POST',
        path: `${API}/auth/register`,
        body: { email: 'a@b.example', account_name: 'weak', password: 'weak' },
        status: 422,
        contains: ['password_too_short'],
      },
    ],
  );

  test('the login answer is the same for an unknown account, user and password', async () => {
    const attempts = [
      { account: 'nobody', email: 'owner@acme.example', password: 'Wrong-Horse-77' },
      { account: 'acme', email: 'nobody@acme.example', password: 'Wrong-Horse-77' },
      { account: 'acme', email: 'owner@acme.example', password: 'Wrong-Horse-77' },
    ];
    const answers = await Promise.all(attempts.map((body) => world.http.post(`${API}/auth/login`, body)));
    const bodies = answers.map(({ status, body }) => ({ status, ...body, request_id: '' }));
    expect(bodies[0]).toMatchObject({ status: 401, detail: 'Invalid credentials' });
    expect(bodies[1]).toEqual(bodies[0]);
    expect(bodies[2]).toEqual(bodies[0]);
  });
});
