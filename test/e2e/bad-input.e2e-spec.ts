/** Nothing that a caller can send gets a 5xx, every refusal says what is wrong, and nothing is written. */
import { expectErrorBody, runScenarios } from '../support/scenario';
import { API } from '../support/member';
import { createWorld, type World } from '../support/world';

let world: World;
let id: string;
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
  const created = await world.http.post(records, { title: 'kept' }, { token: world.acme.token });
  id = created.body.id;
});
afterAll(() => world?.close());

afterEach(async () => {
  const { body } = await world.http.get(records, { token: world.acme.token });
  expect(body).toMatchObject({ total: 1, items: [{ title: 'kept', count: null }] });
});

const acme = (w: World): World['acme'] => w.acme;
const deep = (levels: number): string => `${'['.repeat(levels)}1${']'.repeat(levels)}`;

describe('bodies', () => {
  runScenarios(
    () => world,
    [
      { name: 'malformed JSON', as: acme, method: 'POST', path: records, raw: '{"title": ', status: 400 },
      { name: 'an empty body', as: acme, method: 'POST', path: records, raw: '', status: 422, contains: ['body'] },
      { name: 'a list where an object is meant', as: acme, method: 'POST', path: records, raw: '[1,2]', status: 422 },
      {
        name: 'a bare string',
        as: acme,
        method: 'POST',
        path: records,
        raw: '"title"',
        status: 400,
        contains: ['must be a JSON object or list, not a text'],
      },
      {
        name: 'null',
        as: acme,
        method: 'POST',
        path: records,
        raw: 'null',
        status: 400,
        contains: ['must be a JSON object or list, not null'],
      },
      {
        name: 'another content type',
        as: acme,
        method: 'POST',
        path: records,
        raw: '<title/>',
        headers: { 'content-type': 'application/xml' },
        status: 415,
      },
      {
        name: 'a body over the limit',
        as: acme,
        method: 'POST',
        path: records,
        raw: JSON.stringify({ title: 'x'.repeat(11 * 1024 * 1024) }),
        status: 413,
      },
      {
        name: 'an unknown field',
        as: acme,
        method: 'POST',
        path: records,
        body: { title: 't', nope: 1 },
        status: 422,
        contains: ['nope', 'unknown_field'],
      },
      {
        name: 'prototype keys',
        as: acme,
        method: 'POST',
        path: records,
        raw: '{"title":"t","__proto__":{"a":1}}',
        status: 422,
        contains: ['__proto__'],
      },
      {
        name: 'a system field',
        as: acme,
        method: 'POST',
        path: records,
        body: { title: 't', account_id: 'x' },
        status: 422,
        contains: ['account_id'],
      },
      {
        name: 'an id of one’s own',
        as: acme,
        method: 'POST',
        path: records,
        body: { title: 't', id: 'mine' },
        status: 422,
        contains: ['id'],
      },
      {
        name: 'a missing required field',
        as: acme,
        method: 'POST',
        path: records,
        body: { count: 1 },
        status: 422,
        contains: ['title', 'required_missing'],
      },
      {
        name: 'null for a required field',
        as: acme,
        method: 'POST',
        path: records,
        body: { title: null },
        status: 422,
        contains: ['required_null'],
      },
      {
        name: 'NUL in a text',
        as: acme,
        method: 'POST',
        path: records,
        body: { title: 'a\u0000b' },
        status: 422,
        contains: ['title'],
      },
      {
        name: 'half a surrogate pair',
        as: acme,
        method: 'POST',
        path: records,
        raw: '{"title":"\\ud800"}',
        status: 422,
        contains: ['title'],
      },
      {
        name: 'NUL inside json',
        as: acme,
        method: 'POST',
        path: records,
        body: { title: 't', meta: { a: ['\u0000'] } },
        status: 422,
        contains: ['meta'],
      },
      {
        name: 'json nested too deep',
        as: acme,
        method: 'POST',
        path: records,
        raw: `{"title":"t","meta":${deep(65)}}`,
        status: 422,
        contains: ['meta'],
      },
      {
        name: 'json nested absurdly deep',
        as: acme,
        method: 'POST',
        path: records,
        raw: `{"title":"t","meta":${deep(100_000)}}`,
        status: 422,
      },
      {
        name: 'a number that is not finite',
        as: acme,
        method: 'POST',
        path: records,
        raw: '{"title":"t","count":1e999}',
        status: 422,
        contains: ['count'],
      },
      {
        name: 'a number as text',
        as: acme,
        method: 'POST',
        path: records,
        body: { title: 't', count: '5' },
        status: 422,
        contains: ['count'],
      },
      {
        name: 'a boolean as number',
        as: acme,
        method: 'POST',
        path: records,
        body: { title: 't', done: 1 },
        status: 422,
        contains: ['done'],
      },
      {
        name: 'a day that does not exist',
        as: acme,
        method: 'POST',
        path: records,
        body: { title: 't', day: '2025-02-30' },
        status: 422,
        contains: ['day'],
      },
      {
        name: 'a time that is no time',
        as: acme,
        method: 'POST',
        path: records,
        body: { title: 't', due: 'tomorrow' },
        status: 422,
        contains: ['due'],
      },
      {
        name: 'an invalid address',
        as: acme,
        method: 'POST',
        path: records,
        body: { title: 't', mail: 'a@b' },
        status: 422,
        contains: ['mail'],
      },
      {
        name: 'a script as url',
        as: acme,
        method: 'POST',
        path: records,
        body: { title: 't', link: 'javascript:alert(1)' },
        status: 422,
        contains: ['link'],
      },
      {
        name: 'a value outside the select',
        as: acme,
        method: 'POST',
        path: records,
        body: { title: 't', kind: 'c' },
        status: 422,
        contains: ['kind'],
      },
      {
        name: 'too many values',
        as: acme,
        method: 'POST',
        path: records,
        body: { title: 't', tags: ['x', 'y', 'z'] },
        status: 422,
        contains: ['tags'],
      },
      {
        name: 'too short',
        as: acme,
        method: 'POST',
        path: records,
        body: { title: 't', code: 'A' },
        status: 422,
        contains: ['code', 'too_short'],
      },
      {
        name: 'a pattern that does not match',
        as: acme,
        method: 'POST',
        path: records,
        body: { title: 't', code: 'abc' },
        status: 422,
        contains: ['code', 'pattern_mismatch'],
      },
      {
        name: 'a user of another account',
        as: acme,
        method: 'POST',
        path: records,
        body: { title: 't', owner: '11111111-1111-7111-8111-111111111111' },
        status: 422,
        contains: ['owner'],
      },
      {
        name: 'an object as user',
        as: acme,
        method: 'POST',
        path: records,
        body: { title: 't', owner: { $ne: null } },
        status: 422,
        contains: ['owner'],
      },
      {
        name: 'an empty batch',
        as: acme,
        method: 'POST',
        path: `${records}/batch`,
        body: { records: [] },
        status: 422,
      },
      {
        name: 'a batch that is too large',
        as: acme,
        method: 'POST',
        path: `${records}/batch`,
        body: { records: Array.from({ length: 101 }, () => ({ title: 't' })) },
        status: 400,
        contains: ['100'],
      },
      {
        name: 'one bad record in a batch',
        as: acme,
        method: 'POST',
        path: `${records}/batch`,
        body: { records: [{ title: 't' }, { title: 5 }] },
        status: 422,
        contains: ['title', '"index":1'],
      },
      {
        name: 'a batch that is no list',
        as: acme,
        method: 'POST',
        path: `${records}/batch`,
        body: { records: { title: 't' } },
        status: 422,
      },
    ],
  );
});

describe('addresses', () => {
  const ids = [
    '000000000000000000000000',
    '1',
    'null',
    "' OR 1=1 --",
    '%00',
    '..%2f..%2fetc%2fpasswd',
    'x'.repeat(2000),
    '😀',
    '0198a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5g',
  ];
  test.each(ids)('the id %j', async (bad) => {
    const path = `${records}/${bad.startsWith('%') || bad.startsWith('..') ? bad : encodeURIComponent(bad)}`;
    for (const method of ['GET', 'PATCH', 'PUT', 'DELETE']) {
      const body = method === 'GET' || method === 'DELETE' ? {} : { body: { title: 'changed' } };
      const answer = await world.http.call(method, path, { token: world.acme.token, ...body });
      expectErrorBody(answer);
      expect([400, 404]).toContain(answer.status);
    }
  });

  runScenarios(
    () => world,
    [
      {
        name: 'an unknown collection',
        as: acme,
        method: 'GET',
        path: `${API}/records/nope`,
        status: 404,
        contains: ['nope'],
      },
      { name: 'a system table as collection', as: acme, method: 'GET', path: `${API}/records/users`, status: 404 },
      {
        name: 'a physical table as collection',
        as: acme,
        method: 'GET',
        path: `${API}/records/col_notes`,
        status: 404,
      },
      { name: 'an undecodable path', as: acme, method: 'GET', path: `${API}/records/%E0%A4%A`, status: 400 },
      { name: 'an unknown path', as: acme, method: 'GET', path: `${API}/nothing/here`, status: 404 },
      { name: 'a path outside the API', as: acme, method: 'GET', path: '/etc/passwd', status: 404 },
      { name: 'a wrong method', as: acme, method: 'PUT', path: records, body: {}, status: 405 },
      {
        name: 'an unknown method on a record',
        as: acme,
        method: 'POST',
        path: (w) => `${records}/${id || w.acme.userId}`,
        body: {},
        status: 405,
      },
    ],
  );
});
