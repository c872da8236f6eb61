/** The judge of other suites: what it reads off the tables is what requests did to records, and nothing else. */
import { Database } from '#server/infrastructure/database/database';
import { type Change, diff, snapshot } from '../support/changes';
import type { Answer } from '../support/http';
import { API, type Member } from '../support/member';
import { createWorld, type World } from '../support/world';

let world: World;
const collectionIds = new Map<string, string>();

const at = (collection: string, rest = ''): string => `${API}/records/${collection}${rest}`;
const told = ({ accountId, collectionId, collection, id, op }: Change): unknown[] => {
  expect(collectionId).toBe(collectionIds.get(collection));
  return [accountId, collection, id, op];
};

/** What `work` changed, and what it resolved with. */
async function during<T>(work: () => Promise<T>): Promise<readonly [readonly Change[], T]> {
  const database = world.server.app.get(Database, { strict: false });
  const before = await snapshot(database);
  const result = await work();
  return [diff(before, await snapshot(database)), result];
}

async function create(collection: string, body: object, { token }: Member = world.acme): Promise<string> {
  const answer = await world.http.post(at(collection), body, { token });
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.body.id;
}

beforeAll(async () => {
  world = await createWorld();
  await world.define('people', [{ name: 'name', type: 'text' }]);
  await world.define('books', [
    { name: 'title', type: 'text' },
    { name: 'writer', type: 'reference', collection: 'people', on_delete: 'cascade' },
    { name: 'editor', type: 'reference', collection: 'people', on_delete: 'set_null' },
    { name: 'readers', type: 'reference', collection: 'people', options: { multiple: true }, on_delete: 'set_null' },
  ]);
  await create('books', { title: 'of the twin' }, world.twin);
  const { body } = await world.http.get(`${API}/collections`, { token: world.superadmin.token });
  for (const { id, name } of body.items) collectionIds.set(name, id);
});
afterAll(() => world?.close());

test('reads and refused writes change nothing', async () => {
  const { token } = world.acme;
  const [changes] = await during(async () => {
    await world.http.get(at('books'), { token });
    await world.http.post(at('books'), { title: 1 }, { token });
    await world.http.post(at('books'), { title: 'no token' });
  });
  expect(changes).toEqual([]);
});

test('a record is created, updated and deleted, and told with its old and new values', async () => {
  const { accountId, token } = world.acme;
  const [created, id] = await during(() => create('books', { title: 'one' }));
  expect(created.map(told)).toEqual([[accountId, 'books', id, 'create']]);
  expect(created).toMatchObject([{ before: null, after: { title: 'one', readers: [], writer: null } }]);

  const [updated] = await during(() => world.http.patch(at('books', `/${id}`), { title: 'two' }, { token }));
  expect(updated.map(told)).toEqual([[accountId, 'books', id, 'update']]);
  expect(updated).toMatchObject([{ before: { title: 'one', _rev: 1 }, after: { title: 'two', _rev: 2 } }]);

  const [deleted] = await during(() => world.http.delete(at('books', `/${id}`), { token }));
  expect(deleted.map(told)).toEqual([[accountId, 'books', id, 'delete']]);
  expect(deleted).toMatchObject([{ before: { title: 'two' }, after: null }]);
});

test('what a deletion removes, clears and shortens is reported, for each account apart', async () => {
  const { accountId, token } = world.acme;
  const [gone, kept] = [await create('people', { name: 'gone' }), await create('people', { name: 'kept' })];
  const taken = await create('books', { title: 'taken along', writer: gone });
  const cleared = await create('books', { title: 'cleared', editor: gone });
  const shortened = await create('books', { title: 'shortened', readers: [gone, kept] });
  await create('books', { title: 'untouched', writer: kept });
  const [changes, answer] = await during<Answer>(() => world.http.delete(at('people', `/${gone}`), { token }));
  expect(answer.status).toBe(204);
  expect(changes.map(told)).toEqual([
    [accountId, 'books', taken, 'delete'],
    [accountId, 'books', cleared, 'update'],
    [accountId, 'books', shortened, 'update'],
    [accountId, 'people', gone, 'delete'],
  ]);
  expect(changes.slice(1, 3)).toMatchObject([
    { before: { editor: gone }, after: { editor: null } },
    { before: { readers: [gone, kept] }, after: { readers: [kept] } },
  ]);
});

test('another order of a list is a change of its record', async () => {
  const { token } = world.acme;
  const readers = [await create('people', { name: 'first' }), await create('people', { name: 'second' })];
  const id = await create('books', { title: 'list', readers });
  const turned = readers.toReversed();
  const [changes] = await during(() => world.http.patch(at('books', `/${id}`), { readers: turned }, { token }));
  expect(changes).toMatchObject([{ op: 'update', id, before: { readers }, after: { readers: turned } }]);
});
