/** A required list of references is never left empty by the deletion of what it refers to. */
import { Database } from '#server/infrastructure/database/database';
import { tableObserver } from '../support/changes';
import type { Answer, Json } from '../support/http';
import { API } from '../support/member';
import { createWorld, type World } from '../support/world';

let world: World;
const at = (collection: string, rest = ''): string => `${API}/records/${collection}${rest}`;

beforeAll(async () => {
  world = await createWorld();
  await world.define('areas', [{ name: 'name', type: 'text' }]);
  const labels = [
    { name: 'name', type: 'text' },
    { name: 'area', type: 'reference', collection: 'areas', on_delete: 'cascade' },
  ];
  await world.define('labels', labels);
  const toLabels = { type: 'reference', collection: 'labels', on_delete: 'set_null', options: { multiple: true } };
  await world.define('tasks', [
    { name: 'labels', required: true, ...toLabels },
    { name: 'others', ...toLabels },
  ]);
});
afterAll(() => world?.close());

async function create(collection: string, body: object): Promise<string> {
  const answer = await world.http.post(at(collection), body, { token: world.acme.token });
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.body.id;
}

const remove = (collection: string, ids: readonly string[]): Promise<Answer> =>
  ids.length === 1
    ? world.http.delete(at(collection, `/${ids[0]}`), { token: world.acme.token })
    : world.http.call('DELETE', at(collection, '/batch'), { token: world.acme.token, body: { ids } });

const show = async (id: string): Promise<Json> =>
  (await world.http.get(at('tasks', `/${id}`), { token: world.acme.token })).body;

async function refused(work: () => Promise<Answer>): Promise<Answer> {
  const changes = await tableObserver(world.server.app.get(Database, { strict: false }))();
  const answer = await work();
  expect(await changes()).toEqual([]);
  return answer;
}

const IN_USE = { error: 'RECORD_IN_USE', field: 'labels' };

test('all but the last target can be deleted', async () => {
  const [first, last] = [await create('labels', {}), await create('labels', {})];
  const task = await create('tasks', { labels: [first, last], others: [last] });
  expect((await remove('labels', [first])).status).toBe(204);
  expect(await show(task)).toMatchObject({ labels: [last], others: [last] });
  const answer = await refused(() => remove('labels', [last]));
  expect([answer.status, answer.body]).toMatchObject([409, IN_USE]);
  expect((await remove('tasks', [task])).status).toBe(204);
  expect((await remove('labels', [last])).status).toBe(204);
});

test('all targets cannot go in one batch', async () => {
  const ids = [await create('labels', {}), await create('labels', {})];
  await create('tasks', { labels: ids });
  expect((await refused(() => remove('labels', ids))).body).toMatchObject(IN_USE);
});

test('nor by a cascade', async () => {
  const area = await create('areas', {});
  await create('tasks', { labels: [await create('labels', { area }), await create('labels', { area })] });
  expect((await refused(() => remove('areas', [area]))).body).toMatchObject(IN_USE);
});

test('a list that is not required may be left empty', async () => {
  const [kept, gone] = [await create('labels', {}), await create('labels', {})];
  const task = await create('tasks', { labels: [kept], others: [gone] });
  expect((await remove('labels', [gone])).status).toBe(204);
  expect(await show(task)).toMatchObject({ labels: [kept], others: [] });
});
