/** Where the engines by themselves would answer differently: each answer is said here once and holds on both. */
import type { Answer, Json } from '../support/http';
import { API } from '../support/member';
import { createWorld, type World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world?.close());

const at = (collection: string, rest = ''): string => `${API}/records/${collection}${rest}`;
const post = (collection: string, body: object): Promise<Answer> =>
  world.http.post(at(collection), body, { token: world.acme.token });

async function found(collection: string, filter: string, member: string): Promise<string[]> {
  const query = new URLSearchParams({ filter, sort: 'id' });
  const answer = await world.http.get(`${at(collection)}?${query}`, { token: world.acme.token });
  expect({ status: answer.status, text: answer.text }).toMatchObject({ status: 200 });
  return answer.body.items.map((item: Json) => item[member]);
}

describe('a longer text is found as a pattern of it is', () => {
  const texts = ['Lorem IPSUM Dolor_sit', 'lorem ipsum dolor\\sit', 'IPSUM DOLÖR', ''];
  const [named, backslash, umlaut] = texts as [string, string, string];

  beforeAll(async () => {
    await world.define('paragraphs', [{ name: 'text', type: 'text' }]);
    for (const text of [...texts, null]) expect((await post('paragraphs', { text })).status).toBe(201);
  });

  test.each([
    ['text ~ "ipsum dolor"', [named, backslash]],
    ['text ~ "IPSUM DOLOR"', [named, backslash]],
    ['text ~ "ipsum dolÖr"', [umlaut]],
    ['text ~ "ipsum dolör"', []],
    ['text ~ "dolor\\\\_sit"', [named]],
    ['text ~ "dolor_sit"', [named, backslash]],
    ['text ~ "dolor\\\\\\\\sit"', [backslash]],
    ['text ~ "lorem%dolor_sit"', [named, backslash]],
    ['text ~ "%ipsum dolor%"', [named, backslash]],
    ['text !~ "ipsum dolor"', [umlaut, '']],
    ['!(text ~ "ipsum dolor")', [umlaut, '']],
    ['text ~ "ipsum dolor" || text ~ "ipsum dolÖr"', [named, backslash, umlaut]],
  ])('%s', async (filter, expected) => {
    expect(await found('paragraphs', filter, 'text')).toEqual(expected);
  });
});

describe('a pattern takes no character for another', () => {
  const texts = ['a\ufffdb', 'a\ufffeb', 'a\uffffb', 'a\u{10ffff}b', 'a\u{1fffe}b', 'ab'];

  beforeAll(async () => {
    await world.define('texts', [
      { name: 'text', type: 'text' },
      { name: 'pattern', type: 'text' },
    ]);
    for (const text of texts) expect((await post('texts', { text })).status).toBe(201);
  });

  test.each(texts)('%j matches itself alone', async (text) => {
    expect(await found('texts', `text ~ "${text.toUpperCase()}"`, 'text')).toEqual([text]);
    expect(await found('texts', `text ~ "A${text.slice(1, -1)}%"`, 'text')).toEqual(text === 'ab' ? texts : [text]);
    expect(await found('texts', `text !~ "${text}"`, 'text')).toEqual(texts.filter((other) => other !== text));
  });

  test('one character is any of them', async () => {
    expect(await found('texts', 'text ~ "a_b%"', 'text')).toEqual(texts.filter((text) => text !== 'ab'));
  });

  test.each(['@request.data.pattern', '"a\uffffb"'])('in a rule as well: %s', async (pattern) => {
    const name = pattern.startsWith('@') ? 'sent' : 'written';
    const fields = [
      { name: 'text', type: 'text' },
      { name: 'pattern', type: 'text' },
    ];
    await world.define(name, fields, { create_rule: `text ~ ${pattern}` });
    for (const text of texts.slice(0, 3)) {
      const { status } = await post(name, { text, pattern: 'a\uffffb' });
      expect([text, status]).toEqual([text, text === 'a\uffffb' ? 201 : 400]);
    }
  });
});

describe('of several unique values that are taken, the first in the definition is named', () => {
  const unique = (name: string, type = 'text') => ({ name, type, unique: true });
  beforeAll(async () => {
    const fields = [
      unique('first'),
      unique('second', 'number'),
      unique('third', 'datetime'),
      { name: 'kind', type: 'text' },
    ];
    await world.define('codes', fields, { indexes: [{ fields: ['kind', 'first'], unique: true }] });
    await world.define('later', [{ name: 'a', type: 'text' }, unique('b')]);
  });

  const values = (n: number) => ({ first: `f${n}`, second: n, third: `2026-01-0${n}T00:00:00Z` });
  const named = ({ status, body }: Answer): unknown[] => [status, body.error, body.field];
  const NOT_UNIQUE = (field: string): unknown[] => [409, 'RECORD_NOT_UNIQUE', field];

  test('by a create, a batch and an update', async () => {
    for (const n of [1, 2]) expect((await post('codes', values(n))).status).toBe(201);
    const { body } = await post('codes', { kind: 'own' });
    const { token } = world.acme;
    const patch = (data: object): Promise<Answer> => world.http.patch(at('codes', `/${body.id}`), data, { token });
    expect(named(await post('codes', values(1)))).toEqual(NOT_UNIQUE('first'));
    expect(named(await post('codes', { ...values(1), first: 'free' }))).toEqual(NOT_UNIQUE('second'));
    expect(named(await post('codes', { third: values(1).third }))).toEqual(NOT_UNIQUE('third'));
    expect(named(await post('codes', { ...values(1), second: 2 }))).toEqual(NOT_UNIQUE('first'));
    expect(named(await patch({ third: values(2).third, second: 1 }))).toEqual(NOT_UNIQUE('second'));
    expect(named(await patch(values(2)))).toEqual(NOT_UNIQUE('first'));
    const batch = (records: object[]): Promise<Answer> =>
      world.http.post(at('codes', '/batch'), { records }, { token });
    expect(named(await batch([{ kind: 'x' }, { third: values(2).third }, values(1)]))).toEqual(NOT_UNIQUE('third'));
    expect(named(await batch([values(5), { second: 5, third: values(5).third }]))).toEqual(NOT_UNIQUE('second'));
    const updates = [
      { id: body.id, data: { third: values(1).third, second: 2 } },
      { id: body.id, data: { first: 'f1' } },
    ];
    const answer = await world.http.patch(at('codes', '/batch'), { records: updates }, { token });
    expect(named(answer)).toEqual(NOT_UNIQUE('second'));
  });

  test('by an index over several fields, its first', async () => {
    const { token } = world.acme;
    await world.define('pairs', [unique('last'), { name: 'a', type: 'text' }, { name: 'b', type: 'number' }], {
      indexes: [{ fields: ['a', 'b'], unique: true }],
    });
    expect((await post('pairs', { last: 'x', a: 'a', b: 1 })).status).toBe(201);
    const { body } = await post('pairs', { last: 'y', a: 'a', b: 2 });
    expect(named(await post('pairs', { last: 'z', a: 'a', b: 1 }))).toEqual(NOT_UNIQUE('a'));
    expect(named(await post('pairs', { last: 'x', a: 'a', b: 1 }))).toEqual(NOT_UNIQUE('last'));
    const patch = (data: object): Promise<Answer> => world.http.patch(at('pairs', `/${body.id}`), data, { token });
    expect(named(await patch({ b: 1 }))).toEqual(NOT_UNIQUE('a'));
    expect(named(await patch({ b: 1, last: 'x' }))).toEqual(NOT_UNIQUE('last'));
  });

  test('in the order of the fields, whenever they became unique', async () => {
    const { token } = world.superadmin;
    const { body } = await world.http.get(`${API}/collections?search=later`, { token });
    const [a, b] =
      body.items[0].fields ?? (await world.http.get(`${API}/collections/${body.items[0].id}`, { token })).body.fields;
    const changed = await world.http.put(
      `${API}/collections/${body.items[0].id}`,
      { fields: [{ ...a, unique: true }, b] },
      { token },
    );
    expect(changed.status).toBe(200);
    expect((await post('later', { a: 'a', b: 'b' })).status).toBe(201);
    expect(named(await post('later', { a: 'a', b: 'b' }))).toEqual(NOT_UNIQUE('a'));
  });

  test('those of another account are not taken', async () => {
    const answer = await world.http.post(at('codes'), { ...values(1), second: 77 }, { token: world.twin.token });
    expect(answer.status).toBe(201);
  });
});

test('references that lead nowhere are named in the order in which they were sent', async () => {
  const many = { type: 'reference', collection: 'targets', on_delete: 'set_null', options: { multiple: true } };
  await world.define('targets', [{ name: 'text', type: 'text' }]);
  await world.define('sources', [{ name: 'targets', ...many }]);
  const targets = [3, 1, 4, 5, 9, 2, 6].map((n) => `01980000-0000-7000-8000-00000000000${n}`);
  const { status, body } = await post('sources', { targets });
  expect([status, body.error]).toEqual([422, 'RECORD_REFERENCE_BROKEN']);
  expect(body.details.map(({ message }: Json) => message)).toEqual(
    targets.map((id) => `Referenced record '${id}' not found in collection 'targets'`),
  );
});

test.each([
  ['text', 'four', 4],
  ['empty', '', 0],
  ['emoji', '😀é', 2],
  ['list', [1, [2, 3]], 2],
  ['none', [], 0],
  ['object', { a: 1 }, null],
  ['number', 1234, null],
  ['boolean', true, null],
  ['missing', null, null],
])('length() of json: %s', async (name, value, length) => {
  const collection = `json_${name}`;
  await world.define(collection, [{ name: 'value', type: 'json' }]);
  expect((await post(collection, { value })).status).toBe(201);
  const filter = `length(value) = ${length ?? 'null'}`;
  expect(await found(collection, filter, 'value')).toEqual([value]);
});
