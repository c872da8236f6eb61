/**
 * How many statements a request costs, transaction control included. The server has no work of its own meanwhile (no job
 * worker, no shared request limits), and each request was made once before, so that what is kept is known.
 */
import { Budget } from '#server/infrastructure/database/totals/budget';
import type { Json } from '../support/http';
import { addUser } from '../support/insiders';
import { API, login, type Member, PASSWORD } from '../support/member';
import { statementsOf } from '../support/statements';
import { createWorld, type World } from '../support/world';

const BATCH = 100;
const ON_RELATION = 'person.name = "Ann"';

interface Row {
  readonly name: string;
  readonly most: number;
  /** Makes what the request needs; the statements of what is returned count. */
  readonly prepare: (world: World, owner: Member) => Promise<() => Promise<{ readonly status: number }>>;
}

const records = (path = ''): string => `${API}/records/tasks${path}`;
let made = 0;

async function create({ http }: World, { token }: Member, collection: string, rows: readonly object[]) {
  const path = `${API}/records/${collection}/batch`;
  const { body, text, status } = await http.post(path, { records: rows }, { token });
  if (status !== 201) throw new Error(text);
  return body.created.map(({ id }: { id: string }) => id) as string[];
}

/** As many tasks as a batch may hold, each with a person and two comments that go with it. */
async function createTasks(world: World, owner: Member, withComments = false): Promise<string[]> {
  const [person] = await create(world, owner, 'people', [{ name: 'Ann' }]);
  const rows = Array.from({ length: BATCH }, (_, rank) => ({ title: `task ${rank}`, rank, person }));
  const tasks = await create(world, owner, 'tasks', rows);
  for (const text of withComments ? ['one', 'two'] : []) {
    const comments = tasks.map((task) => ({ task, text }));
    await create(world, owner, 'comments', comments);
  }
  return tasks;
}

/** A collection with a record, about to get another field. */
async function extendCollection(world: World, owner: Member, settings: object) {
  const { http, superadmin } = world;
  made += 1;
  const title = { name: 'title', type: 'text' };
  const name = `notes${made}`;
  const rules = { create_rule: '' };
  const { body } = await http.post(
    `${API}/collections`,
    { name, fields: [title], ...rules },
    { token: superadmin.token },
  );
  await create(world, owner, name, [{ title: 'a note' }]);
  const fields = [title, { name: 'extra', type: 'text', ...settings }];
  return () => http.put(`${API}/collections/${body.id}`, { name, fields }, { token: superadmin.token });
}

/** A collection about to get another name, which three collections and three keys of different scopes follow. */
async function renameCollection({ http, superadmin }: World, owner: Member) {
  made += 1;
  const root = { token: superadmin.token };
  const name = `named${made}`;
  const title = { name: 'title', type: 'text' };
  const { id } = (await http.post(`${API}/collections`, { name, fields: [title] }, root)).body;
  const reference = { name: 'named', type: 'reference', collection: name, on_delete: 'restrict' };
  for (const operation of ['list', 'view', 'read']) {
    const follower = { name: `${name}_${operation}`, fields: [reference] };
    const key = { name: follower.name, scopes: [`${name}:${operation}`] };
    expect((await http.post(`${API}/collections`, follower, root)).status).toBe(201);
    expect((await http.post(`${API}/admin/api-keys`, key, { token: owner.token })).status).toBe(201);
  }
  return () => http.put(`${API}/collections/${id}`, { name: `other${made}` }, root);
}

/** A page of tasks that is full, so that its total has to be known otherwise. */
function listOf({ http }: World, { token }: Member, filter: string) {
  const query = new URLSearchParams({ filter, limit: '2' });
  return () => http.get(records(`?${query}`), { token });
}

/** A list that was asked for before tasks were made and changed. */
async function listAfterWrites(world: World, owner: Member, filter: string) {
  const list = listOf(world, owner, filter);
  const [task] = await createTasks(world, owner);
  for (let count = 0; count < 2; count += 1) expect((await list()).status).toBe(200);
  const [first, second] = await create(world, owner, 'tasks', [
    { title: 'x', rank: 1 },
    { title: 'y', rank: 99 },
  ]);
  const { token } = owner;
  const { person } = (await world.http.get(records(`/${task}`), { token })).body;
  for (const id of [first, second]) await world.http.patch(records(`/${id}`), { rank: 2, person }, { token });
  return list;
}

async function invite({ http }: World, { token }: Member): Promise<string> {
  made += 1;
  const body = { email: `guest-${made}@elsewhere.example`, role: 'user' };
  return (await http.post(`${API}/invitations`, body, { token })).body.token;
}

const ROWS: readonly Row[] = [
  {
    name: 'get',
    most: 1,
    prepare: async (world, owner) => {
      const [id] = await createTasks(world, owner);
      return () => world.http.get(records(`/${id}`), { token: owner.token });
    },
  },
  {
    name: 'list with filter and expand',
    most: 1,
    prepare: async (world, owner) => {
      const query = new URLSearchParams({ filter: 'rank >= 50', expand: 'person', limit: '20' });
      return () => world.http.get(records(`?${query}`), { token: owner.token });
    },
  },
  {
    name: 'list with a filter that is new, on a page that is not full',
    most: 1,
    prepare: async (world, owner) => {
      await createTasks(world, owner);
      return () => {
        made += 1;
        const query = new URLSearchParams({ filter: `rank < 7 && title != "${made}"`, skip: '5', limit: '100' });
        return world.http.get(records(`?${query}`), { token: owner.token });
      };
    },
  },
  {
    name: 'create',
    most: 5,
    prepare: async ({ http }, { token }) => {
      return () => http.post(records(), { title: 'a task', rank: 1 }, { token });
    },
  },
  {
    name: `batch update of ${BATCH}`,
    most: 8,
    prepare: async (world, owner) => {
      const ids = await createTasks(world, owner);
      const changes = ids.map((id, rank) => ({ id, data: { rank: rank + 1 } }));
      return () => world.http.patch(records('/batch'), { records: changes }, { token: owner.token });
    },
  },
  {
    // One more: what the caller reads of the records.
    name: `batch update of ${BATCH} with masked values that were read`,
    most: 9,
    prepare: async (world, owner) => {
      const rows = Array.from({ length: BATCH }, (_, number) => ({
        mail: `${number}@acme.example`,
        phone: `5550${number}`,
      }));
      const ids = await create(world, owner, 'guests', rows);
      const { token } = await addUser(world, owner, `reader-${(made += 1)}@acme.example`);
      const { items } = (await world.http.get(`${API}/records/guests?limit=${BATCH}&sort=-id`, { token })).body;
      const changes = items.map(({ id, mail, phone }: Json) => ({ id, data: { mail, phone, name: 'a' } }));
      expect(items.map(({ id }: Json) => id).toSorted()).toEqual(ids.toSorted());
      return () => world.http.patch(`${API}/records/guests/batch`, { records: changes }, { token });
    },
  },
  {
    name: `batch delete of ${BATCH} with cascade`,
    most: 12,
    prepare: async (world, owner) => {
      const ids = await createTasks(world, owner, true);
      return () => world.http.delete(records('/batch'), { token: owner.token, body: { ids } });
    },
  },
  {
    name: 'log-in',
    most: 9,
    prepare: async ({ http }, { slug, email }) => {
      return () => http.post(`${API}/auth/login`, { account: slug, email, password: PASSWORD });
    },
  },
  {
    name: 'token refresh',
    most: 4,
    prepare: async ({ http }, { slug, email }) => {
      const { refreshToken } = await login(http, slug, email);
      return () => http.post(`${API}/auth/refresh`, { refresh_token: refreshToken });
    },
  },
  {
    name: 'invitation accepted',
    most: 12,
    prepare: async (world, owner) => {
      const token = await invite(world, owner);
      return () => world.http.post(`${API}/invitations/${token}/accept`, { password: 'Another-Horse-8' });
    },
  },
  {
    name: 'one new field of a collection',
    most: 14,
    prepare: (world, owner) => extendCollection(world, owner, {}),
  },
  {
    name: 'one new field of a collection, whose default fills its records',
    // Three more: counting the records of each account, filling them, and moving the versions of their counts.
    most: 17,
    prepare: (world, owner) => extendCollection(world, owner, { default: 'more' }),
  },
  {
    name: 'another name for a collection, whatever follows it',
    most: 17,
    prepare: renameCollection,
  },
  {
    name: 'list with a filter, after writes',
    most: 1,
    prepare: (world, owner) => listAfterWrites(world, owner, 'rank < 7'),
  },
  {
    name: 'list with a filter on a relation, after writes',
    most: 1,
    prepare: (world, owner) => listAfterWrites(world, owner, ON_RELATION),
  },
  {
    // One more: whether the new record meets the condition.
    name: 'create, where a total is carried on that follows a relation',
    most: 6,
    prepare: async (world, owner) => {
      const [person] = await create(world, owner, 'people', [{ name: 'Ann' }]);
      await listAfterWrites(world, owner, ON_RELATION);
      return () => world.http.post(records(), { title: 'a task', person }, { token: owner.token });
    },
  },
];

let world: World;

beforeAll(async () => {
  // However busy the machine is.
  jest.spyOn(Budget.prototype, 'isOver', 'get').mockReturnValue(false);
  world = await createWorld({ SNACKBASE_JOB_WORKER_ENABLED: 'false' });
  await world.define('people', [{ name: 'name', type: 'text' }]);
  await world.define('tasks', [
    { name: 'title', type: 'text' },
    { name: 'rank', type: 'number' },
    { name: 'person', type: 'reference', collection: 'people', on_delete: 'set_null' },
  ]);
  await world.define('guests', [
    { name: 'name', type: 'text' },
    { name: 'mail', type: 'email', pii: true, mask_type: 'email' },
    { name: 'phone', type: 'text', pii: true, mask_type: 'phone' },
  ]);
  await world.define('comments', [
    { name: 'text', type: 'text' },
    { name: 'task', type: 'reference', collection: 'tasks', on_delete: 'cascade' },
  ]);
});
afterAll(async () => {
  jest.restoreAllMocks();
  await world?.close();
});

test.each(ROWS)('$name: at most $most', async ({ prepare, most }) => {
  const once = await prepare(world, world.acme);
  expect((await once()).status).toBeLessThan(300);
  const again = await prepare(world, world.acme);
  let status = 0;
  const { all } = await statementsOf(async () => {
    status = (await again()).status;
  });
  expect(status).toBeLessThan(300);
  // Shows the statements where there are too many.
  expect(all.length > most ? all : []).toEqual([]);
});
