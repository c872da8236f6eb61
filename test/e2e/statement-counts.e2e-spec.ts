/**
 * How many statements a request costs, transaction control included. The server has no work of its own meanwhile (no job
 * worker, no shared request limits), and each request was made once before, so that what is kept is known.
 */
import { API, login, type Member, PASSWORD } from '../support/member';
import { statementsOf } from '../support/statements';
import { createWorld, type World } from '../support/world';

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

/** A task with a person. */
async function createTask(world: World, owner: Member): Promise<string> {
  const [person] = await create(world, owner, 'people', [{ name: 'Ann' }]);
  const [task] = await create(world, owner, 'tasks', [{ title: 'a task', rank: 60, person }]);
  return task!;
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
      const id = await createTask(world, owner);
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
    name: 'create',
    most: 5,
    prepare: async ({ http }, { token }) => {
      return () => http.post(records(), { title: 'a task', rank: 1 }, { token });
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
    most: 6,
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
    prepare: async ({ http, superadmin }) => {
      made += 1;
      const title = { name: 'title', type: 'text' };
      const name = `notes${made}`;
      const { body } = await http.post(`${API}/collections`, { name, fields: [title] }, { token: superadmin.token });
      const fields = [title, { name: 'extra', type: 'text' }];
      return () => http.put(`${API}/collections/${body.id}`, { name, fields }, { token: superadmin.token });
    },
  },
];

let world: World;

beforeAll(async () => {
  world = await createWorld({ SNACKBASE_JOB_WORKER_ENABLED: 'false' });
  await world.define('people', [{ name: 'name', type: 'text' }]);
  await world.define('tasks', [
    { name: 'title', type: 'text' },
    { name: 'rank', type: 'number' },
    { name: 'person', type: 'reference', collection: 'people', on_delete: 'set_null' },
  ]);
});
afterAll(() => world?.close());

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
