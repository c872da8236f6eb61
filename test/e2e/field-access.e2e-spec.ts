import { principalOf } from '#domain/kernel/request-context';
/**
 * A field that one caller may not use: whatever that caller tries, the answer is the one for a field that does not exist,
 * while everybody else goes on to use it. Denied by replacing the answers of the server's own FieldAccess.
 */
import { FieldAccess, type FieldUse } from '#domain/query/field-access';
import { nameOf } from '#domain/rules/column-resolver';
import type { WriteAnswer } from '#domain/schema/validate-record';
import type { Answer, Json } from '../support/http';
import { API, type Member, SIGNED_IN_RULES } from '../support/member';
import { told } from '../support/told';
import { createWorld, type World } from '../support/world';

const BOOKS = `${API}/records/books`;
/** As long as `secret`, and as far from being a field as can be. */
const ABSENT = 'absent';

let world: World;
let books: Record<string, string>;
/** What acme may not do, by column. */
let denied: Readonly<Record<string, readonly FieldUse[]>> = {};
let answers: Readonly<Record<string, WriteAnswer>> = {};

beforeAll(async () => {
  world = await createWorld();
  await world.define('writers', [
    { name: 'name', type: 'text' },
    { name: 'secret', type: 'text' },
  ]);
  await world.define(
    'books',
    [
      { name: 'title', type: 'text' },
      { name: 'secret', type: 'text', default: 'none' },
      { name: 'writer', type: 'reference', collection: 'writers', on_delete: 'set_null' },
      { name: 'patron', type: 'reference', collection: 'writers', on_delete: 'set_null' },
    ],
    {
      ...SIGNED_IN_RULES,
      list_rule: 'secret != "unlisted"',
      create_rule: '!isset(@request.data.secret) || title != "x"',
    },
  );
  const access = world.server.app.get(FieldAccess, { strict: false });
  const concerns = (accountId: string | undefined): boolean => accountId === world.acme.accountId;
  jest.spyOn(access, 'keyOf').mockImplementation((ctx) => {
    return concerns(principalOf(ctx)?.accountId) ? JSON.stringify([denied, answers]) : '';
  });
  jest.spyOn(access, 'admits').mockImplementation((ctx, _catalog, { name }, column, use) => {
    const uses = denied[`${name}.${nameOf(column)}`] ?? [];
    return !concerns(principalOf(ctx)?.accountId) || !uses.includes(use);
  });
  jest.spyOn(access, 'answerWrite').mockImplementation((ctx, _catalog, { name }, field) => {
    return concerns(principalOf(ctx)?.accountId) ? (answers[`${name}.${field.name}`] ?? 'allow') : 'allow';
  });
  books = { acme: await fill(world.acme), twin: await fill(world.twin) };
});
beforeEach(() => {
  denied = {};
  answers = {};
});
afterAll(() => world?.close());

async function fill({ token }: Member): Promise<string> {
  const writer = await world.http.post(`${API}/records/writers`, { name: 'Ann', secret: 'ws' }, { token });
  const book = { title: 'One', secret: 'bs', writer: writer.body.id, patron: writer.body.id };
  const created = await world.http.post(BOOKS, book, { token });
  expect(created.status).toBe(201);
  await world.http.post(BOOKS, { title: 'Two', secret: 'unlisted' }, { token });
  return created.body.id;
}

function get(path: string, { token }: Member = world.acme): Promise<Answer> {
  return world.http.get(path, { token });
}

const readDoors: readonly (readonly [uses: readonly FieldUse[], query: (name: string) => string])[] = [
  [['filter'], (name) => `?filter=${name}="bs"`],
  [['filter'], (name) => `?filter=length(${name})>1`],
  [['filter'], (name) => `?filter=${name} IS NULL || title = "One"`],
  [['filter'], (name) => `?${name}=bs`],
  [['filter'], (name) => `?filter=writer.${name}="ws"`],
  [['sort'], (name) => `?sort=${name}`],
  [['sort'], (name) => `?sort=title,-${name}&cursor=`],
  [['sort'], (name) => `?sort=writer.${name}`],
  [['show'], (name) => `?sort=${name}&cursor=`],
  [['show'], (name) => `?sort=writer.${name}&cursor=`],
  [['show'], (name) => `?fields=id,${name}`],
  [['show'], (name) => `?fields=writer.${name}&expand=writer`],
  [['show'], (name) => `/:id?fields=${name}`],
  [['show'], (name) => `/:id?fields=writer.${name}&expand=writer`],
];

describe.each(readDoors)('a read without %j', (uses, query) => {
  const pathFor = (name: string, id: string): string => BOOKS + encodeURI(query(name).replace(':id', id));

  test(`knows no such field: ${query('secret')}`, async () => {
    denied = { 'books.secret': uses, 'writers.secret': uses };
    const others = await get(pathFor('secret', books['twin']!), world.twin);
    expect(others.status).toBe(200);
    const answer = await get(pathFor('secret', books['acme']!));
    expect(answer.status).toBe(400);
    expect(told(answer, 'secret')).toBe(told(await get(pathFor(ABSENT, books['acme']!)), ABSENT));
    denied = {};
    expect((await get(pathFor('secret', books['acme']!))).status).toBe(200);
  });
});

const relationDoors: readonly (readonly [uses: readonly FieldUse[], query: (name: string) => string])[] = [
  [['expand'], (name) => `?expand=${name}`],
  [['show'], (name) => `?expand=${name}`],
  [['expand'], (name) => `?expand=${name}&fields=${name}.name`],
  [['filter'], (name) => `?filter=${name}.name="Ann"`],
  [['sort'], (name) => `?sort=${name}.name`],
];

test.each(relationDoors.map(([uses, query]) => [uses, query('patron'), query(ABSENT)] as const))(
  'a relation cannot be followed without %j: %s',
  async (uses, query, absent) => {
    denied = { 'books.patron': uses };
    const answer = await get(BOOKS + encodeURI(query));
    expect(answer.status).toBe(400);
    expect(told(answer, 'patron')).toBe(told(await get(BOOKS + encodeURI(absent)), ABSENT));
    expect((await get(BOOKS + encodeURI(query), world.twin)).status).toBe(200);
  },
);

describe('a field that is not shown', () => {
  beforeEach(() => {
    denied = { 'books.secret': ['show'], 'writers.secret': ['show'], 'books.created_by': ['show'] };
  });

  test('is in no answer, though others asked the same just before', async () => {
    const paths = (id: string): string[] => [
      '',
      `/${id}`,
      `/${id}?expand=writer`,
      '?expand=writer,patron',
      '?fields=*',
    ];
    for (const [index, path] of paths(books['acme']!).entries()) {
      const others = await get(BOOKS + paths(books['twin']!)[index]!, world.twin);
      expect(others.text).toContain('"secret":"bs"');
      expect(others.text).toContain('created_by');
      const { status, text } = await get(BOOKS + path);
      expect(status).toBe(200);
      expect(text).toContain('One');
      expect(text).not.toMatch(/"bs"|"ws"|"secret"/);
      const { created_by: creator } = JSON.parse(text).items?.[0] ?? JSON.parse(text);
      expect(creator).toBeUndefined();
    }
  });

  test('is not in what a write answers with', async () => {
    const call = { token: world.acme.token };
    const created = await world.http.post(BOOKS, { title: 'New', secret: 'bs' }, call);
    expect(created.status).toBe(201);
    const path = `${BOOKS}/${created.body.id}`;
    const updated = await world.http.patch(path, { secret: 'bs' }, call);
    expect(updated.status).toBe(200);
    const batch = await world.http.patch(`${BOOKS}/batch`, { records: [{ id: created.body.id, data: {} }] }, call);
    expect(batch.status).toBe(200);
    for (const { text } of [created, updated, batch]) {
      expect(text).toContain('New');
      expect(text).not.toMatch(/secret|"bs"/);
    }
    for (const write of [
      world.http.patch(`${path}?fields=secret`, {}, call),
      world.http.post(`${BOOKS}?fields=secret`, {}, call),
    ]) {
      expect((await write).status).toBe(400);
    }
    denied = {};
    expect((await get(path)).body.secret).toBe('bs');
    await world.http.delete(path, call);
  });

  test('is still there for rules', async () => {
    const { items } = (await get(BOOKS)).body;
    expect(items.map((item: Json) => item.title)).toEqual(['One']);
  });
});

test('a cursor of an order that the caller may not use is of no use', async () => {
  const page = await get(`${BOOKS}?sort=secret&cursor=&limit=1`, world.superadmin);
  const cursor: string = page.body.next_cursor;
  expect(cursor).toEqual(expect.any(String));
  denied = { 'books.secret': ['sort'] };
  const forged = await get(`${BOOKS}?cursor=${cursor}`);
  expect([forged.status, forged.body.error]).toEqual([400, 'QUERY_CURSOR']);
  expect((await get(`${BOOKS}?sort=secret&cursor=${cursor}`)).status).toBe(400);
});

describe('a field that is not written', () => {
  type Write = (name: string, value: unknown) => Promise<Answer>;
  const call = () => ({ token: world.acme.token });
  const writes: readonly (readonly [name: string, write: Write])[] = [
    ['create', (name, value) => world.http.post(BOOKS, { title: 'W', [name]: value }, call())],
    ['update', (name, value) => world.http.patch(`${BOOKS}/${books['acme']}`, { title: 'One', [name]: value }, call())],
    [
      'batch create',
      (name, value) =>
        world.http.post(`${BOOKS}/batch`, { records: [{ title: 'W' }, { title: 'W', [name]: value }] }, call()),
    ],
    [
      'batch update',
      (name, value) => {
        const data = { title: 'One', [name]: value };
        return world.http.patch(`${BOOKS}/batch`, { records: [{ id: books['acme'], data }] }, call());
      },
    ],
  ];

  test.each(writes)('is refused as one that does not exist: %s', async (_door, write) => {
    answers = { 'books.secret': 'unknown' };
    const answer = await write('secret', 'mine');
    expect(answer.status).toBe(422);
    expect(told(answer, 'secret')).toBe(told(await write(ABSENT, 'mine'), ABSENT));
    // Not even its type is told.
    expect(told(await write('secret', 5), 'secret')).toBe(told(answer, 'secret'));
  });

  test.each(writes)('is left out: %s', async (_door, write) => {
    answers = { 'books.secret': 'drop' };
    const answer = await write('secret', 'mine');
    expect([200, 201]).toContain(answer.status);
    expect((await write('secret', 5)).status).toBe(answer.status);
    expect(answer.text).toMatch(/"secret":"(bs|none)"/);
    expect(answer.text).not.toContain('mine');
  });

  test('was not sent, as far as rules can tell', async () => {
    const refused = await world.http.post(BOOKS, { title: 'x', secret: 's' }, call());
    expect([refused.status, refused.body.error]).toEqual([400, 'RECORD_RULE_FAILED']);
    answers = { 'books.secret': 'drop' };
    expect((await world.http.post(BOOKS, { title: 'x', secret: 's' }, call())).status).toBe(201);
  });
});

test('the API document shows no field that the caller is not shown', async () => {
  const fieldsOf = async ({ token }: Member): Promise<string[]> => {
    const { body } = await world.http.get('/openapi.json', { token });
    return Object.keys(body.components.schemas['Record.books'].properties);
  };
  expect(await fieldsOf(world.acme)).toContain('secret');
  denied = { 'books.secret': ['show'] };
  expect(await fieldsOf(world.acme)).not.toContain('secret');
  expect(await fieldsOf(world.twin)).toContain('secret');
});
