/** A write holds so many bytes of stored records at most; what would hold more changes nothing, and tells nobody what is hidden. */
import { API } from '../../support/member';
import type { Answer } from '../../support/http';
import { createWorld, type World } from '../../support/world';

const KIB = 1024;
const LIMIT = 64 * KIB;
/** Three of these fit, four do not. */
const TEXT = 'x'.repeat(20 * KIB);
const COLLECTIONS = ['authors', 'books', 'drafts', 'guarded', 'pages'];

let world: World;

beforeAll(async () => {
  world = await createWorld({ SNACKBASE_MAX_ANSWER_SIZE: String(LIMIT), SNACKBASE_MAX_RECORD_SIZE: String(32 * KIB) });
  const text = { name: 'text', type: 'text' };
  const author = { name: 'author', type: 'reference', collection: 'authors' };
  await world.define('authors', [text]);
  await world.define('books', [text, { ...author, on_delete: 'cascade' }]);
  await world.define('drafts', [text, { ...author, on_delete: 'set_null' }]);
  await world.define('guarded', [text, { ...author, on_delete: 'restrict' }]);
  await world.define('pages', [text, { name: 'book', type: 'reference', collection: 'books', on_delete: 'cascade' }]);
  await world.define('hidden', [text], { list_rule: null, view_rule: null, update_rule: 'text = "open"' });
});
afterAll(() => world?.close());

const path = (collection: string): string => `${API}/records/${collection}`;
const send = (method: string, to: string, body?: object): Promise<Answer> =>
  world.http.call(method, to, { token: world.acme.token, ...(body && { body }) });

async function create(collection: string, body: object): Promise<string> {
  const answer = await send('POST', `${path(collection)}?fields=id`, body);
  expect(answer.status).toBe(201);
  return answer.body.id;
}

/** One after another, so that they have an order. */
async function createMany(collection: string, count: number, body: object): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < count) ids.push(await create(collection, body));
  return ids;
}

const removeMany = (ids: readonly string[]): Promise<Answer> => send('DELETE', `${path('authors')}/batch`, { ids });

async function everything(): Promise<unknown> {
  const read = async (name: string) => (await send('GET', `${path(name)}?limit=100&fields=id,updated_at`)).body.items;
  return Promise.all(COLLECTIONS.map(read));
}

async function expectRefused(work: () => Promise<Answer>): Promise<void> {
  const before = await everything();
  const answer = await work();
  expect([answer.status, answer.body.error]).toEqual([422, 'QUERY_TOO_COMPLEX']);
  expect(answer.body.message).toContain(`more than ${LIMIT} bytes together; nothing was written`);
  expect(await everything()).toEqual(before);
}

test('deletes hold what they name', async () => {
  const authors = await createMany('authors', 4, { text: TEXT });
  await expectRefused(() => removeMany(authors));
  expect((await removeMany(authors.slice(1))).status).toBe(200);
  expect((await removeMany(authors.slice(0, 1))).status).toBe(200);
});

test('batches of many hold all of them together', async () => {
  const ids = await createMany('authors', 12, { text: 'x'.repeat(6 * KIB) });
  const update = (some: readonly string[]) => {
    const records = some.map((id) => ({ id, data: { text: 'short' } }));
    return send('PATCH', `${path('authors')}/batch?fields=id`, { records });
  };
  await expectRefused(() => removeMany(ids));
  await expectRefused(() => update(ids));
  expect((await removeMany(ids.slice(2))).body.deleted).toEqual(ids.slice(2));
  const updated = (await update(ids.slice(0, 2))).body.updated;
  expect(updated).toEqual(ids.slice(0, 2).map((id) => expect.objectContaining({ id })));
  expect((await removeMany(ids.slice(0, 2))).status).toBe(200);
});

test.each([
  ['what goes with them', 'books'],
  ['what loses its reference', 'drafts'],
])('deletes hold %s', async (_what, collection) => {
  const author = await create('authors', { text: TEXT });
  const [book] = await createMany(collection, 3, { author, text: TEXT });
  const remove = () => send('DELETE', `${path('authors')}/${author}`);
  await expectRefused(remove);
  expect((await send('DELETE', `${path(collection)}/${book!}`)).status).toBe(204);
  expect((await remove()).status).toBe(204);
});

test('deletes hold what goes with that, all of it together', async () => {
  const [first, second] = await createMany('authors', 2, { text: 'short' });
  for (const author of [first!, second!]) {
    const book = await create('books', { author, text: TEXT });
    await create('pages', { book, text: TEXT });
  }
  await expectRefused(() => removeMany([first!, second!]));
  expect((await removeMany([first!])).status).toBe(200);
  expect((await removeMany([second!])).status).toBe(200);
});

test('records that keep another are not held', async () => {
  const author = await create('authors', { text: 'kept' });
  await createMany('guarded', 4, { author, text: TEXT });
  const answer = await send('DELETE', `${path('authors')}/${author}`);
  expect([answer.status, answer.body.error]).toEqual([409, 'RECORD_IN_USE']);
});

test('a batch that takes its updates one after another holds them together', async () => {
  const ids = await createMany('authors', 2, { text: TEXT });
  const twice = [...ids, ...ids].map((id) => ({ id, data: { text: TEXT } }));
  const update = (records: readonly object[]) => send('PATCH', `${path('authors')}/batch?fields=id`, { records });
  await expectRefused(() => update(twice));
  expect((await update(twice.slice(0, 3))).status).toBe(200);
});

test('records that a caller may not change are not found, however large they are', async () => {
  const ids = await createMany('hidden', 4, { text: TEXT });
  const update = (records: readonly object[]) => send('PATCH', `${path('hidden')}/batch?fields=id`, { records });
  const large = { text: 'x'.repeat(40 * KIB) };
  const one = await send('PATCH', `${path('hidden')}/${ids[0]!}?fields=id`, large);
  const many = await update(ids.map((id) => ({ id, data: { text: 'y' } })));
  for (const answer of [one, many]) expect([answer.status, answer.body.error]).toEqual([404, 'RECORD_NOT_FOUND']);
});
