/** One request writes so many rows at most, and what writes more changes nothing. */
import { API } from '../../support/member';
import type { Answer } from '../../support/http';
import { createWorld, type World } from '../../support/world';

const LIMIT = 20;

let world: World;

beforeAll(async () => {
  world = await createWorld({ SNACKBASE_MAX_WRITE_ROWS: String(LIMIT) });
  await world.define('authors', [{ name: 'name', type: 'text' }]);
  const author = { type: 'reference', collection: 'authors' };
  await world.define('books', [{ name: 'author', ...author, on_delete: 'cascade' }]);
  await world.define('drafts', [{ name: 'author', ...author, on_delete: 'set_null' }]);
  await world.define('guarded', [{ name: 'author', ...author, on_delete: 'restrict' }]);
  await world.define('panels', [{ name: 'authors', ...author, options: { multiple: true }, on_delete: 'set_null' }]);
  await world.define('shelves', [
    { name: 'books', type: 'reference', collection: 'books', options: { multiple: true }, on_delete: 'cascade' },
  ]);
});
afterAll(() => world?.close());

const path = (collection: string): string => `${API}/records/${collection}`;
const asAcme = () => ({ token: world.acme.token });

async function create(collection: string, body: object): Promise<string> {
  const answer = await world.http.post(path(collection), body, asAcme());
  expect(answer.status).toBe(201);
  return answer.body.id;
}

function createMany(collection: string, count: number, body: object): Promise<string[]> {
  return Promise.all(Array.from({ length: count }, () => create(collection, body)));
}

const remove = (collection: string, id: string): Promise<Answer> =>
  world.http.call('DELETE', `${path(collection)}/${id}`, asAcme());

async function records(collection: string): Promise<Record<string, unknown>[]> {
  return (await world.http.get(`${path(collection)}?limit=100`, asAcme())).body.items;
}

function expectTooMany(answer: Answer): void {
  expect(answer.status).toBe(422);
  expect(answer.body).toMatchObject({
    error: 'RECORD_TOO_MANY_ROWS',
    message: `More than ${LIMIT} rows would be written at once`,
  });
}

async function everything(): Promise<unknown> {
  const names = ['authors', 'books', 'drafts', 'guarded', 'panels', 'shelves'];
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await records(name)])));
}

test.each([
  ['records that go with it', 'books', 'author', LIMIT - 1],
  ['records that lose their reference', 'drafts', 'author', LIMIT - 1],
  ['records that lose an element of a list, and the elements', 'panels', 'authors', (LIMIT - 2) / 2],
] as const)('a delete counts %s', async (_, collection, field, most) => {
  const author = await create('authors', { name: 'many' });
  const value = field === 'authors' ? [author] : author;
  const ids = await createMany(collection, most + 1, { [field]: value });
  const before = await everything();
  expectTooMany(await remove('authors', author));
  expect(await everything()).toEqual(before);
  expect((await remove(collection, ids[0]!)).status).toBe(204);
  expect((await remove('authors', author)).status).toBe(204);
  expect((await records('authors')).map(({ id }) => id)).not.toContain(author);
  for (const record of await records(collection)) expect(record[field]).not.toEqual(value);
});

test('a delete counts what goes with records that go with it', async () => {
  const author = await create('authors', { name: 'indirect' });
  const books = await createMany('books', 5, { author });
  // Each of these is a record and an element of a list: 12 rows, 5 books and the author.
  const shelves = await Promise.all(
    Array.from({ length: 6 }, (_, index) => create('shelves', { books: [books[index % 5]] })),
  );
  const other = await create('books', { author });
  await create('shelves', { books: [other] });
  expectTooMany(await remove('authors', author));
  expect(await records('shelves')).toHaveLength(7);
  expect((await remove('shelves', shelves[0]!)).status).toBe(204);
  expect((await remove('books', other)).status).toBe(204);
  expect((await remove('authors', author)).status).toBe(204);
  expect(await records('shelves')).toEqual([]);
});

test('a batch that deletes counts all of its records together', async () => {
  const authors = await createMany('authors', 4, { name: 'batch' });
  await Promise.all(authors.flatMap((author) => createMany('books', 5, { author })));
  const before = await everything();
  const batch = (ids: readonly string[]): Promise<Answer> =>
    world.http.call('DELETE', `${path('authors')}/batch`, { ...asAcme(), body: { ids } });
  expectTooMany(await batch(authors));
  expect(await everything()).toEqual(before);
  expect((await batch(authors.slice(1))).status).toBe(200);
  expect((await batch(authors.slice(0, 1))).status).toBe(200);
});

test('a record that many others keep is in use, however many they are', async () => {
  const author = await create('authors', { name: 'kept' });
  await createMany('guarded', LIMIT + 5, { author });
  const answer = await remove('authors', author);
  expect([answer.status, answer.body.error]).toEqual([409, 'RECORD_IN_USE']);
});

test('a list of references counts each element, where it is written and where it is replaced', async () => {
  const authors = await createMany('authors', LIMIT, { name: 'listed' });
  expectTooMany(await world.http.post(path('panels'), { authors }, asAcme()));
  const panel = await create('panels', { authors: authors.slice(1) });
  expectTooMany(
    await world.http.call('PATCH', `${path('panels')}/${panel}`, {
      ...asAcme(),
      body: { authors: authors.slice(0, 1) },
    }),
  );
  const [kept] = await records('panels').then((all) => all.filter(({ id }) => id === panel));
  expect(kept!['authors']).toEqual(authors.slice(1));
});
