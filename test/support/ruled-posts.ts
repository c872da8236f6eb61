/** Posts of two people in one account, for suites that ask what rules say of them. */
import type { Answer, Json } from './http';
import { addUser } from './insiders';
import { API, type Member } from './member';
import { createWorld, type World } from './world';

export interface RuledPosts {
  readonly world: World;
  /** A member of the group `staff`; wrote `hello` and `bare`. */
  readonly ann: Member;
  /** Wrote `other`. */
  readonly bob: Member;
  /** Ids by title: hello, other and bare. */
  readonly ids: Readonly<Record<string, string>>;
  /** As the superadmin. */
  ask(route: 'test' | 'explain', body: unknown, headers?: Record<string, string>): Promise<Answer>;
  define(changes: Json): Promise<void>;
}

const reference = { type: 'reference', collection: 'people', on_delete: 'set_null' };

export async function ruledPosts(): Promise<RuledPosts> {
  const world = await createWorld();
  const { http, acme, superadmin } = world;
  const ann = await addUser(world, acme, 'ann@acme.example');
  const bob = await addUser(world, acme, 'bob@acme.example');
  const create = async (path: string, body: object, { token }: Member = acme): Promise<string> => {
    const created = await http.post(`${API}/${path}`, body, { token });
    if (created.status !== 201) throw new Error(`${path}: ${created.status} ${created.text}`);
    return created.body.id;
  };
  const group = await create('groups', { name: 'staff' });
  await create(`groups/${group}/users`, { user_id: ann.userId });
  const account = { name: 'account', type: 'user', on_delete: 'set_null' };
  await world.define('people', [{ name: 'name', type: 'text' }, account]);
  const fields = [
    { name: 'title', type: 'text' },
    { name: 'status', type: 'select', options: { values: ['draft', 'published'] } },
    { name: 'labels', type: 'select', options: { values: ['a', 'b', 'c'], max: 3 } },
    { name: 'price', type: 'number' },
    { name: 'public', type: 'boolean' },
    { name: 'starts', type: 'datetime' },
    { name: 'meta', type: 'json' },
    { name: 'author', ...reference },
    { name: 'reviewers', ...reference, options: { multiple: true } },
  ];
  await world.define('posts', fields, { indexes: [{ fields: ['status'] }, { fields: ['meta.a[0]:number'] }] });
  const [first, second] = [
    await create('records/people', { name: 'Ann', account: ann.userId }),
    await create('records/people', { name: 'Bob', account: bob.userId }),
  ];
  const hello = { title: 'hello', status: 'draft', labels: ['a', 'b'], price: 10.5, public: true };
  const other = { title: 'other', status: 'published', labels: [], price: -1, public: false };
  const related = { meta: { a: [1] }, starts: '2026-03-15T12:30:00Z', author: first, reviewers: [second, first] };
  const ids = {
    hello: await create('records/posts', { ...hello, ...related }, ann),
    other: await create('records/posts', { ...other, author: second, reviewers: [second] }, bob),
    bare: await create('records/posts', { title: 'bare' }, ann),
  };
  await create('records/posts', hello, world.twin);
  const found = await http.get(`${API}/collections?search=posts`, { token: superadmin.token });
  const { id } = found.body.items[0];
  return {
    world,
    ann,
    bob,
    ids,
    ask: (route, body, headers = {}) => http.post(`${API}/rules/${route}`, body, { token: superadmin.token, headers }),
    define: async (changes) => {
      const changed = await http.put(`${API}/collections/${id}`, changes, { token: superadmin.token });
      if (changed.status !== 200) throw new Error(`posts: ${changed.status} ${changed.text}`);
    },
  };
}
