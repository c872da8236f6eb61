/** Another name for a collection: all that names it follows in the same transaction, or the change is refused as a whole. */
import { AfterHooks } from '#application/kernel/hooks/after-hooks';
import { HookBus } from '#domain/hooks/hook-bus';
import { passTime, tellRealTime } from '../support/clock';
import { Http, type Answer, type Json } from '../support/http';
import { API, PASSWORD, SIGNED_IN_RULES } from '../support/member';
import { anotherApp } from '../support/server';
import { createWorld, type World } from '../support/world';

const COLLECTIONS = `${API}/collections`;
const TITLE = { name: 'title', type: 'text' };

let world: World;
let count = 0;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world?.close());

const root = () => ({ token: world.superadmin.token });
const acme = () => ({ token: world.acme.token });
const read = async (id: string): Promise<Json> => (await world.http.get(`${COLLECTIONS}/${id}`, root())).body;
const rename = (id: string, name: string, more: object = {}): Promise<Answer> =>
  world.http.put(`${COLLECTIONS}/${id}`, { name, ...more }, root());

/** Each test has collections of its own: `posts1`, `articles1`, … */
function named(name: string): string {
  return `${name}${count}`;
}

async function define(name: string, fields: readonly object[] = [TITLE], more: object = {}): Promise<Json> {
  const answer = await world.http.post(COLLECTIONS, { name, fields, ...SIGNED_IN_RULES, ...more }, root());
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.body;
}

async function insert(name: string, body: object): Promise<string> {
  const answer = await world.http.post(`${API}/records/${name}`, body, acme());
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.body.id;
}

const list = (name: string, query = '', token = world.acme.token): Promise<Answer> =>
  world.http.get(`${API}/records/${name}${query}`, { token });

const to = (collection: string, more: object = {}) => ({
  type: 'reference',
  collection,
  on_delete: 'restrict',
  ...more,
});

let posts: Json;
let articles: string;
beforeEach(async () => {
  count += 1;
  posts = await define(named('posts'));
  articles = named('articles');
});

test.each(['PUT', 'PATCH'])('records, rules and counts stay under the new name: %s', async (method) => {
  const id = await insert(posts.name, { title: 'kept' });
  const answer = await world.http.call(method, `${COLLECTIONS}/${posts.id}`, { ...root(), body: { name: articles } });
  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({ id: posts.id, name: articles, table_name: posts.table_name, record_count: 1 });
  expect(answer.body.fields).toEqual(posts.fields);
  expect((await list(articles)).body).toMatchObject({ total: 1, items: [{ id, title: 'kept' }] });
  expect((await list(articles, '', world.twin.token)).body.total).toBe(0);
  expect((await list(posts.name)).status).toBe(404);
  expect((await world.http.get(`${COLLECTIONS}/${articles}/rules`, root())).body.id).toBe(posts.id);
  expect((await world.http.get(`${COLLECTIONS}/${posts.name}/rules`, root())).status).toBe(404);
  const { names } = (await world.http.get(`${COLLECTIONS}/names`, root())).body;
  expect(names).toContain(articles);
  expect(names).not.toContain(posts.name);
});

test('fields of other collections lead to it, their rules and filters too', async () => {
  const notes = await define(
    named('notes'),
    [
      { name: 'post', ...to(posts.name) },
      { name: 'posts', ...to(posts.name.toUpperCase(), { options: { multiple: true } }) },
    ],
    { list_rule: 'post.title = "open"' },
  );
  const open = await insert(posts.name, { title: 'open' });
  const shut = await insert(posts.name, { title: 'shut' });
  await insert(notes.name, { post: open, posts: [open, shut] });
  await insert(notes.name, { post: shut });
  // It was made at the time of its id, which may be ahead of the clock where another suite let time pass.
  passTime(Date.parse(notes.created_at) - Date.now() + 1000);
  expect((await rename(posts.id, articles)).status).toBe(200);
  tellRealTime();

  const after = await read(notes.id);
  expect(after.fields.map(({ collection }: Json) => collection)).toEqual([articles, articles]);
  expect(after.updated_at > notes.updated_at).toBe(true);
  const { body } = await list(notes.name, '?expand=post&filter=posts.title = "shut"');
  expect(body).toMatchObject({ total: 1, items: [{ post: { id: open, title: 'open' } }] });
  const more = await insert(articles, { title: 'open' });
  await insert(notes.name, { post: more });
  expect((await list(notes.name)).body.total).toBe(2);
  const broken = await world.http.delete(`${API}/records/${articles}/${more}`, acme());
  expect([broken.status, broken.body.error]).toEqual([409, 'RECORD_IN_USE']);
  expect((await world.http.delete(`${COLLECTIONS}/${posts.id}?confirm=true`, root())).body.error).toBe(
    'SCHEMA_COLLECTION_IN_USE',
  );
});

test('rules that ask for its permission go on to do so, its own and those of others', async () => {
  await rename(posts.id, posts.name, { delete_rule: `@has_permission(update, ${posts.name})` });
  const text = `title = "x" || @has_permission("delete", "${posts.name}")`;
  const other = await define(named('other'), [TITLE], { list_rule: text });
  await insert(other.name, { title: 'y' });
  expect((await rename(posts.id, articles)).status).toBe(200);
  expect((await read(posts.id)).delete_rule).toBe(`@has_permission(update, "${articles}")`);
  expect((await read(other.id)).list_rule).toBe(text.replace(posts.name, articles));
  expect((await list(other.name)).body.total).toBe(1);
  await world.http.put(`${COLLECTIONS}/${articles}/rules`, { update_rule: null }, root());
  expect((await list(other.name)).body.total).toBe(0);
});

test('keys that are limited to it are so under the new name, at once, and never to what gets the old one', async () => {
  await insert(posts.name, { title: 'mine' });
  const scopes = [`${posts.name}:list`, `${named('other')}:read`];
  await define(named('other'));
  const made = await world.http.post(`${API}/admin/api-keys`, { name: 'limited', scopes }, acme());
  const { key, id } = made.body;
  expect((await list(posts.name, '', key)).status).toBe(200);

  expect((await rename(posts.id, articles)).status).toBe(200);
  await define(posts.name);
  expect((await list(posts.name, '', key)).body.error).toBe('AUTH_SCOPE_MISSING');
  expect((await list(articles, '', key)).body.total).toBe(1);
  expect((await world.http.get(`${API}/admin/api-keys/${id}`, acme())).body.scopes).toEqual([
    `${articles}:list`,
    `${named('other')}:read`,
  ]);
  expect((await list(articles)).status).toBe(200);
});

test('a key is not made while the collection that its scope names is renamed', async () => {
  const bus = world.server.app.get(HookBus, { strict: false });
  const hook = bus.register('on_model_before_create', () => rename(posts.id, articles), {
    filter: { model: 'api_keys' },
  });
  const key = { name: named('late'), scopes: [`${posts.name}:read`] };
  const answer = await world.http.post(`${API}/admin/api-keys`, key, acme());
  bus.unregister(hook);
  expect([answer.status, answer.body.error]).toEqual([503, 'UNAVAILABLE']);
  const { items } = (await world.http.get(`${API}/admin/api-keys`, acme())).body;
  expect(items.map(({ name }: Json) => name)).not.toContain(key.name);
  expect((await world.http.post(`${API}/admin/api-keys`, key, acme())).body.error).toBe('API_KEY_INVALID');
});

test('a whole definition is taken as it was read, but for the name', async () => {
  const fields = [TITLE, { name: 'parent', ...to(named('trees'), { on_delete: 'cascade' }) }];
  const trees = await define(named('trees'), fields, {
    update_rule: 'parent.title = "x"',
    delete_rule: `@has_permission(update, ${named('trees')}) || @owns_record()`,
    indexes: [{ fields: ['title'] }],
  });
  const answer = await rename(trees.id, named('woods'), { ...trees, name: named('woods') });
  expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
  const parent = answer.body.fields[1];
  expect(parent).toEqual({ ...trees.fields[1], collection: named('woods') });
  expect(answer.body.delete_rule).toBe(`@has_permission(update, "${named('woods')}") || @owns_record()`);
  const back = await rename(trees.id, named('trees'), {
    fields: [answer.body.fields[0], { ...parent, collection: named('trees'), name: 'above' }],
    update_rule: 'above.title = "x"',
  });
  expect([back.status, back.body.fields[1]]).toMatchObject([200, { name: 'above', collection: named('trees') }]);
});

test('the old name can be given to another collection, which has a table of its own', async () => {
  await insert(posts.name, { title: 'old' });
  await rename(posts.id, articles);
  const again = await define(posts.name, [{ ...TITLE, unique: true }]);
  expect(again.table_name).not.toBe(posts.table_name);
  await insert(posts.name, { title: 'new' });
  await insert(articles, { title: 'new' });
  expect((await list(posts.name)).body.total).toBe(1);
  expect((await list(articles)).body.total).toBe(2);
  const dropped = await world.http.delete(`${COLLECTIONS}/${again.id}?confirm=true`, root());
  expect(dropped.body.records_deleted).toBe(1);
  expect((await list(articles)).body.total).toBe(2);
  expect((await rename(posts.id, posts.name)).status).toBe(200);
});

test('a cursor and a key to repeat a request go on', async () => {
  for (const title of ['a', 'b']) await insert(posts.name, { title });
  const page = (await list(posts.name, '?sort=title&limit=1&cursor=')).body;
  const repeated = { ...acme(), headers: { 'idempotency-key': named('once') } };
  const first = await world.http.post(`${API}/records/${posts.name}`, { title: 'c' }, repeated);
  await rename(posts.id, articles);
  const next = await list(articles, `?sort=title&limit=1&cursor=${encodeURIComponent(page.next_cursor)}`);
  expect(next.body.items).toMatchObject([{ title: 'b' }]);
  const second = await world.http.post(`${API}/records/${articles}`, { title: 'c' }, repeated);
  expect([second.status, second.text]).toEqual([201, first.text]);
});

test.each([
  ['taken', () => named('other'), 409, 'SCHEMA_COLLECTION_EXISTS'],
  ['taken in another case', () => named('OTHER'), 409, 'SCHEMA_COLLECTION_EXISTS'],
  ['too short', () => 'ab', 422, 'SCHEMA_INVALID'],
  ['no name', () => 'not-a-name', 422, 'SCHEMA_INVALID'],
])('a name that is %s is refused, and nothing changes', async (_what, name, status, error) => {
  const other = await define(named('other'));
  const answer = await rename(posts.id, name(), { list_rule: '' });
  expect([answer.status, answer.body]).toMatchObject([status, { error, field: 'name' }]);
  expect(await read(posts.id)).toEqual(posts);
  expect(await read(other.id)).toEqual(other);
});

test('names are exchanged over a third one', async () => {
  const other = await define(named('other'));
  const reader = await define(named('reader'), [{ name: 'post', ...to(posts.name) }]);
  expect((await rename(posts.id, other.name)).status).toBe(409);
  for (const [id, name] of [
    [posts.id, articles],
    [other.id, posts.name],
    [posts.id, other.name],
  ])
    expect((await rename(id, name)).status).toBe(200);
  expect([(await read(posts.id)).name, (await read(other.id)).name]).toEqual([other.name, posts.name]);
  expect((await read(reader.id)).fields[0].collection).toBe(other.name);
});

test('another case is another way to write the same name', async () => {
  const notes = await define(named('notes'), [{ name: 'post', ...to(posts.name) }]);
  const answer = await rename(posts.id, named('Posts'));
  expect([answer.status, answer.body.name]).toEqual([200, named('Posts')]);
  expect((await read(notes.id)).fields[0].collection).toBe(named('Posts'));
  expect((await list(posts.name)).status).toBe(200);
});

test('with a change that is refused, the name stays, and what names it', async () => {
  const notes = await define(named('notes'), [{ name: 'post', ...to(posts.name) }]);
  const scopes = [`${posts.name}:read`];
  const { key } = (await world.http.post(`${API}/admin/api-keys`, { name: 'limited', scopes }, acme())).body;
  const refused = [
    await rename(posts.id, articles, { list_rule: 'nothing = 1' }),
    await rename(posts.id, articles, { fields: [{ name: 'more', type: 'text' }] }),
    await rename(posts.id, articles, { fields: [...posts.fields, { name: 'no_type' }] }),
  ];
  expect(refused.map(({ status }) => status)).toEqual([400, 409, 422]);
  expect(await read(posts.id)).toEqual(posts);
  expect(await read(notes.id)).toEqual(notes);
  expect((await list(posts.name, '', key)).status).toBe(200);
});

test('fields change with the name', async () => {
  await insert(posts.name, { title: 'kept' });
  const fields = [
    { ...posts.fields[0], name: 'headline', unique: true },
    { name: 'stars', type: 'number', default: 3 },
  ];
  expect((await rename(posts.id, articles, { fields })).status).toBe(200);
  expect((await list(articles)).body.items).toMatchObject([{ headline: 'kept', stars: 3 }]);
});

test('hooks that are for the old name are told of', async () => {
  const bus = world.server.app.get(HookBus, { strict: false });
  const id = bus.register('on_record_before_create', () => {}, {
    id: named('check'),
    filter: { collection: posts.name },
  });
  const { body } = await rename(posts.id, articles);
  bus.unregister(id);
  expect(body.warnings).toEqual([
    `Hooks that are for '${posts.name}' are no longer called for this collection: ${id} (on_record_before_create)`,
  ]);
});

test('a hook hears of the old name before, and of the new one after', async () => {
  const bus = world.server.app.get(HookBus, { strict: false });
  const heard: unknown[] = [];
  const ids = (['on_collection_before_update', 'on_collection_after_update'] as const).map((event) =>
    bus.register(event, ({ collection, id, data }) => void heard.push([collection, id, data?.['name']])),
  );
  await rename(posts.id, articles);
  await world.server.app.get(AfterHooks, { strict: false }).idle();
  for (const id of ids) bus.unregister(id);
  expect(heard).toEqual([
    [posts.name, posts.id, articles],
    [articles, posts.id, articles],
  ]);
});

test('another process knows both names at once', async () => {
  const app = await anotherApp(world.server);
  try {
    await app.listen(0, '127.0.0.1');
    const http = new Http(await app.getUrl());
    expect((await http.get(`${API}/records/${posts.name}`, acme())).status).toBe(200);
    await rename(posts.id, articles);
    expect((await http.post(`${API}/records/${posts.name}`, { title: 'lost' }, acme())).status).toBe(404);
    expect((await http.post(`${API}/records/${articles}`, { title: 'found' }, acme())).status).toBe(201);
    expect((await http.get(`${API}/records/${posts.name}`, acme())).status).toBe(404);
  } finally {
    await app.close();
  }
});

test('the published client renames', async () => {
  const admin = world.sdk();
  await admin.login({ account: 'system', email: world.superadmin.email, password: PASSWORD });
  const renamed = await admin.collections.update(posts.id, { name: articles });
  expect(renamed).toMatchObject({ id: posts.id, name: articles, fields: [{ name: 'title' }], field_count: 1 });
  expect(await admin.collections.listNames()).toContain(articles);
  expect((await admin.collectionRules.get(articles)).list_rule).toBe(SIGNED_IN_RULES.list_rule);
});
