/** A world of posts to be counted and grouped: five of acme that their list rule shows, and those of the twin with other prices. */
import type { Answer, Json } from './http';
import { API, type Member, SIGNED_IN_RULES } from './member';
import { createWorld, type World } from './world';

/** Records that one batch may have. */
export const BATCH = 1000;

export type Query = Readonly<Record<string, string>>;

export async function createPosts(): Promise<World> {
  const world = await createWorld({ SNACKBASE_BATCH_MAX_SIZE: String(BATCH) });
  await world.define('vaults', [{ name: 'name', type: 'text' }], { view_rule: null });
  await world.define(
    'authors',
    [
      { name: 'name', type: 'text' },
      { name: 'shown', type: 'boolean' },
    ],
    {
      ...SIGNED_IN_RULES,
      view_rule: 'shown = true',
    },
  );
  await world.define(
    'posts',
    [
      { name: 'title', type: 'text' },
      { name: 'status', type: 'select', options: { values: ['draft', 'live'] } },
      { name: 'price', type: 'number' },
      { name: 'due', type: 'date' },
      { name: 'at', type: 'datetime' },
      { name: 'hot', type: 'boolean' },
      { name: 'meta', type: 'json' },
      { name: 'tags', type: 'select', options: { values: ['x', 'y'], max: 2 } },
      { name: 'author', type: 'reference', collection: 'authors', on_delete: 'set_null' },
      { name: 'authors', type: 'reference', collection: 'authors', options: { multiple: true }, on_delete: 'set_null' },
      { name: 'vault', type: 'reference', collection: 'vaults', on_delete: 'set_null' },
      // What a join of an engine's own tables would make ambiguous.
      { name: 'name', type: 'text' },
      { name: 'slug', type: 'text' },
    ],
    {
      ...SIGNED_IN_RULES,
      list_rule: 'title != "unlisted" && id != "" && created_at > "2000-01-01" && (name IS NULL || slug IS NULL)',
    },
  );
  await fill(world, world.acme, 1);
  await fill(world, world.twin, 1000);
  return world;
}

async function fill(world: World, member: Member, factor: number): Promise<void> {
  const [ann, hidden] = await post(
    world,
    'authors',
    [
      { name: 'Ann', shown: true },
      { name: 'Hidden', shown: false },
    ],
    member,
  );
  const [vault] = await post(world, 'vaults', [{ name: 'Gold' }], member);
  const rows = [
    {
      title: 'a',
      status: 'draft',
      price: 0.1,
      due: '2026-01-01',
      at: '2026-01-01T08:30:00Z',
      hot: true,
      author: ann,
      meta: {},
    },
    {
      title: 'b',
      status: 'draft',
      price: 0.2,
      due: '2025-12-29',
      at: '2025-12-31T23:00:00-02:00',
      hot: false,
      author: hidden,
    },
    { title: 'B', status: 'live', price: 10, due: '2026-03-01', author: ann, tags: ['x'], vault },
    { title: 'd', status: 'live', price: -1.5 },
    { title: 'e', status: null, price: null },
    { title: 'unlisted', status: 'live', price: 5 },
  ];
  const records = rows.map((row) => ({ ...row, price: row.price === null ? null : row.price * factor }));
  await post(world, 'posts', records, member);
}

export async function post(
  { http }: World,
  collection: string,
  records: readonly object[],
  { token }: Member,
): Promise<string[]> {
  const answer = await http.post(`${API}/records/${collection}/batch`, { records }, { token });
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.body.created.map(({ id }: Json) => id);
}

export function ask({ http, acme }: World, query: Query, { token } = acme, collection = 'posts'): Promise<Answer> {
  return http.get(`${API}/records/${collection}/aggregate?${new URLSearchParams(query)}`, { token });
}

export async function groupsOf(world: World, query: Query, member = world.acme, collection = 'posts'): Promise<Json> {
  const answer = await ask(world, query, member, collection);
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.body.results;
}

export function countOf({ http, acme }: World, query: Query, { token } = acme): Promise<Answer> {
  return http.get(`${API}/records/posts/count?${new URLSearchParams(query)}`, { token });
}
