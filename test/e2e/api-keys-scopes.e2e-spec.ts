/**
 * A6: what a key's scopes do not name is refused at every door, for account admins' and operators' keys alike: each
 * operation by itself and in batches, and what relations lead to in answers, filters and orders.
 */
import { newId } from '#domain/kernel/ids';
import type { Answer } from '../support/http';
import { API, type Member } from '../support/member';
import { createWorld, type World } from '../support/world';

const POSTS = `${API}/records/posts`;
const PEOPLE = `${API}/records/people`;
const NOTES = `${API}/records/notes`;

interface Rows {
  readonly person: string;
  readonly other: string;
  readonly post: string;
}

let world: World;
let acme: Rows;
let twin: Rows;

beforeAll(async () => {
  world = await createWorld({ SNACKBASE_API_KEY_MAX_PER_USER: '1000' });
  await world.define('people', [{ name: 'name', type: 'text' }]);
  await world.define('posts', [
    { name: 'title', type: 'text' },
    { name: 'author', type: 'reference', collection: 'people', on_delete: 'set_null' },
  ]);
  await world.define('notes', [{ name: 'text', type: 'text' }], {
    list_rule: null,
    view_rule: null,
    create_rule: null,
  });
  acme = await fill(world.acme);
  twin = await fill(world.twin);
});
afterAll(() => world?.close());

/** The later post sorts first by its author's name. */
async function fill({ token }: Member): Promise<Rows> {
  const person = await insert(PEOPLE, { name: 'Zoe' }, token);
  const other = await insert(PEOPLE, { name: 'Abe' }, token);
  const post = await insert(POSTS, { title: 'first', author: person }, token);
  await insert(POSTS, { title: 'second', author: other }, token);
  return { person, other, post };
}

async function insert(path: string, body: object, token: string): Promise<string> {
  const answer = await world.http.post(path, body, { token });
  if (answer.status !== 201) throw new Error(`nothing was made: ${answer.status} ${answer.text}`);
  return answer.body.id;
}

const keys = new Map<string, string>();

/** One key for each owner and list of scopes. */
async function keyOf(owner: Member, scopes: readonly string[]): Promise<string> {
  const name = `${owner.userId} ${scopes}`;
  const known = keys.get(name);
  if (known !== undefined) return known;
  const body = { name: 'scoped', scopes };
  const { key } = (await world.http.post(`${API}/admin/api-keys`, body, { token: owner.token })).body;
  keys.set(name, key);
  return key;
}

const OWNERS: readonly [string, () => Member][] = [
  ['an account admin', () => world.acme],
  ['an operator', () => world.superadmin],
];

interface Door {
  readonly name: string;
  readonly operation: string;
  readonly succeeds: number;
  /** `id` is a post that nobody needs afterwards. */
  readonly call: (token: string, id: string) => Promise<Answer>;
}

const DOORS: readonly Door[] = [
  { name: 'GET list', operation: 'list', succeeds: 200, call: (token) => world.http.get(POSTS, { token }) },
  {
    name: 'GET one',
    operation: 'view',
    succeeds: 200,
    call: (token, id) => world.http.get(`${POSTS}/${id}`, { token }),
  },
  {
    name: 'POST',
    operation: 'create',
    succeeds: 201,
    call: (token) => world.http.post(POSTS, { title: 'x' }, { token }),
  },
  {
    name: 'POST batch',
    operation: 'create',
    succeeds: 201,
    call: (token) => world.http.post(`${POSTS}/batch`, { records: [{ title: 'x' }] }, { token }),
  },
  {
    name: 'POST with a key to repeat it',
    operation: 'create',
    succeeds: 201,
    call: (token) => world.http.post(POSTS, { title: 'x' }, { token, headers: { 'idempotency-key': newId() } }),
  },
  {
    name: 'PATCH',
    operation: 'update',
    succeeds: 200,
    call: (token, id) => world.http.patch(`${POSTS}/${id}`, { title: 'y' }, { token }),
  },
  {
    name: 'PUT',
    operation: 'update',
    succeeds: 200,
    call: (token, id) => world.http.put(`${POSTS}/${id}`, { title: 'z' }, { token }),
  },
  {
    name: 'PATCH batch',
    operation: 'update',
    succeeds: 200,
    call: (token, id) => world.http.patch(`${POSTS}/batch`, { records: [{ id, data: { title: 'w' } }] }, { token }),
  },
  {
    name: 'DELETE',
    operation: 'delete',
    succeeds: 204,
    call: (token, id) => world.http.delete(`${POSTS}/${id}`, { token }),
  },
  {
    name: 'DELETE batch',
    operation: 'delete',
    succeeds: 200,
    call: (token, id) => world.http.delete(`${POSTS}/batch`, { token, body: { ids: [id] } }),
  },
];
const OPERATIONS = ['list', 'view', 'create', 'update', 'delete'];
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  read: ['list', 'view'],
  write: ['create', 'update', 'delete'],
  '*': OPERATIONS,
};

describe.each(OWNERS)('a key of %s', (_who, ownerOf) => {
  test.each(DOORS)('$name needs the scope for it', async ({ operation, succeeds, call }) => {
    const owner = ownerOf();
    const post = () => insert(POSTS, { title: 'spare' }, owner.token);
    const groups = Object.keys(GROUPS).filter((name) => GROUPS[name]!.includes(operation));
    for (const scope of [operation, ...groups]) {
      const answer = await call(await keyOf(owner, [`POSTS:${scope}`]), await post());
      expect({ scope, status: answer.status }).toEqual({ scope, status: succeeds });
    }
    const others = [...OPERATIONS, ...Object.keys(GROUPS)].filter(
      (name) => name !== operation && !groups.includes(name),
    );
    const id = await post();
    for (const scopes of [others.map((name) => `posts:${name}`), ['people:*']]) {
      const key = await keyOf(owner, scopes);
      // The owner asks in between: a plan kept for one must not serve the other.
      for (const token of [key, owner.token, key]) {
        const answer = await call(token, token === key ? id : await post());
        expect({ status: answer.status }).toEqual({ status: token === key ? 403 : succeeds });
        if (token === key) expect(answer.body.error).toBe('AUTH_SCOPE_MISSING');
      }
    }
    expect((await world.http.get(`${POSTS}/${id}`, { token: owner.token })).body.title).toBe('spare');
  });

  test('does not tell which records there are where it may do nothing', async () => {
    const token = await keyOf(ownerOf(), ['people:*']);
    for (const id of [acme.post, twin.post, newId(), 'x']) {
      const answers = [
        await world.http.get(`${POSTS}/${id}`, { token }),
        await world.http.patch(`${POSTS}/${id}`, { unknown: 1 }, { token }),
        await world.http.delete(`${POSTS}/${id}`, { token }),
        await world.http.delete(`${POSTS}/batch`, { token, body: { ids: [id] } }),
      ];
      expect(answers.map(({ status, body }) => [status, body.error])).toEqual(
        answers.map(() => [403, 'AUTH_SCOPE_MISSING']),
      );
    }
  });

  test('sees of an update the id alone, unless it may view the record', async () => {
    const owner = ownerOf();
    const id = await insert(POSTS, { title: 'old' }, owner.token);
    const patch = async (scopes: readonly string[], query = '') =>
      (await world.http.patch(`${POSTS}/${id}${query}`, { title: 'new' }, { token: await keyOf(owner, scopes) })).body;
    expect(await patch(['posts:update'])).toEqual({ id });
    expect(await patch(['posts:update'], '?fields=id,title,created_by')).toEqual({ id });
    expect(await patch(['posts:update', 'posts:view'])).toMatchObject({ id, title: 'new' });
  });

  test('follows relations only into what it may view', async () => {
    const owner = ownerOf();
    const near = await keyOf(owner, ['posts:read', 'people:list']);
    const far = await keyOf(owner, ['posts:read', 'people:view']);
    const get = async (query: string, token: string) => (await world.http.get(`${POSTS}${query}`, { token })).body;
    const one = `/${acme.post}?expand=author`;
    expect((await get(one, near)).author).toBeNull();
    expect((await get(one, far)).author).toMatchObject({ name: 'Zoe' });

    const filtered = `?filter=${encodeURIComponent('author.name = "Zoe"')}`;
    expect((await get(filtered, near)).total).toBe(0);
    expect((await get(filtered, owner.token)).total).toBeGreaterThan(0);
    expect((await get(filtered, near)).total).toBe(0);
    expect((await get(filtered, far)).total).toBeGreaterThan(0);
    const inverted = `?filter=${encodeURIComponent('!(author.name = "Zoe")')}&expand=author`;
    expect(JSON.stringify(await get(inverted, near))).not.toMatch(/Abe|Zoe/);

    const ids = async (query: string, token: string) =>
      (await get(query, token)).items.map((item: Rows & { id: string }) => item.id);
    const authors = `filter=${encodeURIComponent('author IS NOT NULL')}`;
    const unordered = await ids(`?${authors}&sort=author.name,id`, near);
    expect(unordered).toEqual(unordered.toSorted());
    expect(await ids(`?${authors}&sort=author.name,id`, far)).not.toEqual(unordered);
    expect(await ids(`?${authors}&sort=-author.name,id`, near)).toEqual(unordered);
  });

  test('reaches no other route', async () => {
    const token = await keyOf(ownerOf(), ['*:*']);
    const { http } = world;
    const calls: readonly (() => Promise<Answer>)[] = [
      () => http.get(`${API}/collections`, { token }),
      () => http.post(`${API}/collections`, { name: 'mine', fields: [{ name: 'n', type: 'number' }] }, { token }),
      () => http.get(`${API}/collections/names`, { token }),
      () => http.put(`${API}/collections/posts/rules`, { list_rule: '' }, { token }),
      () => http.get(`${API}/admin/api-keys`, { token }),
      () => http.post(`${API}/admin/api-keys`, { name: 'child', scopes: ['posts:read'] }, { token }),
      () => http.delete(`${API}/users/${world.twin.userId}`, { token }),
      () => http.post(`${API}/users/${world.twin.userId}/verify`, {}, { token }),
    ];
    for (const call of calls) {
      const answer = await call();
      expect(answer.status).toBe(403);
      expect(answer.text).not.toMatch(/superadmin|restricted/);
    }
    expect((await http.get(`${API}/auth/me`, { token })).status).toBe(200);
  });
});

test('scopes give nothing that the owner’s rules and account do not', async () => {
  const token = await keyOf(world.acme, ['*:*']);
  expect((await world.http.get(NOTES, { token })).body.error).toBe('RULE_LOCKED');
  expect((await world.http.post(NOTES, { text: 'x' }, { token })).status).toBe(403);
  for (const id of [twin.post, twin.person]) {
    expect((await world.http.get(`${POSTS}/${id}`, { token })).status).toBe(404);
    expect((await world.http.delete(`${PEOPLE}/${id}`, { token })).status).toBe(404);
  }
  const { text } = await world.http.get(`${POSTS}?expand=author`, { token });
  for (const id of Object.values(twin)) expect(text).not.toContain(id);
  const operator = await keyOf(world.superadmin, ['notes:create']);
  expect((await world.http.post(NOTES, { text: 'x' }, { token: operator })).status).toBe(201);
});

test('a collection that is dropped and made again is the same to a scope', async () => {
  await world.define('passing', [{ name: 'n', type: 'number' }]);
  const token = await keyOf(world.acme, ['passing:list']);
  const list = async () => (await world.http.get(`${API}/records/passing`, { token })).status;
  expect(await list()).toBe(200);
  const as = { token: world.superadmin.token };
  const { items } = (await world.http.get(`${API}/collections?search=passing`, as)).body;
  await world.http.delete(`${API}/collections/${items[0].id}`, as);
  expect(await list()).toBe(404);
  await world.define('passing', [{ name: 'n', type: 'number' }]);
  expect(await list()).toBe(200);
});
