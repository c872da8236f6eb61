/** What leads back to a record, in filters and rules: counted and compared as far as the caller may view it, in their account alone. */
import { addUser } from '../support/insiders';
import type { Answer, Json } from '../support/http';
import { API, type Member } from '../support/member';
import { fillTalk, insertRecord, OPEN, to } from '../support/talk';
import { createWorld, type World } from '../support/world';

const POSTS = `${API}/records/posts`;
const TITLE = { name: 'title', type: 'text' };

let world: World;
let other: Member;
let ids: Record<string, string>;

beforeAll(async () => {
  world = await createWorld();
  other = await addUser(world, world.acme, 'other@acme.example');
  await world.define('authors', [{ name: 'name', type: 'text' }], OPEN);
  await world.define('posts', [TITLE, { name: 'author', ...to('authors') }], OPEN);
  const fields = [
    { name: 'post', ...to('posts') },
    { name: 'mentions', ...to('posts', { options: { multiple: true } }) },
    { name: 'text', type: 'text' },
    { name: 'score', type: 'number' },
    { name: 'open', type: 'boolean' },
  ];
  await world.define('comments', fields, { ...OPEN, view_rule: 'open || @owns_record()' });
  ids = await fillTalk(world, world.acme, other);
  await fillTalk(world, world.twin, world.twin);
});
afterAll(() => world?.close());

async function setRules(collection: string, rules: object): Promise<void> {
  const { token } = world.superadmin;
  const answer = await world.http.put(`${API}/collections/${collection}/rules`, rules, { token });
  expect(`${answer.status} ${answer.text}`).toMatch(/^200 /);
}

const insert = (member: Member, name: string, body: object): Promise<string> => insertRecord(world, member, name, body);

type Who = 'owner' | 'other' | 'stranger' | 'superadmin';

function headersOf(who: Who): Record<string, string> {
  const account = { 'x-account-id': 'acme' };
  if (who === 'stranger') return account;
  const tokens = { owner: world.acme.token, other: other.token, superadmin: world.superadmin.token };
  return { authorization: `Bearer ${tokens[who]}`, ...(who === 'superadmin' ? account : {}) };
}

const ask = (path: string, who: Who = 'owner'): Promise<Answer> =>
  world.http.call('GET', `${API}/records/${encodeURI(path).replaceAll('+', '%2B')}`, { headers: headersOf(who) });

async function titles(filter: string, who: Who = 'owner'): Promise<string> {
  const { status, text, body } = await ask(`posts?sort=title&filter=${filter}`, who);
  if (status !== 200) return text;
  const { body: counted } = await ask(`posts/count?filter=${filter}`, who);
  expect(counted).toEqual({ count: body.total });
  return (body.items as Json[]).map(({ title }) => title).join('');
}

const CASES: readonly (readonly [filter: string, found: Readonly<Record<Who, string>>])[] = [
  ['comments_via_post.length = 3', { owner: 'a', other: 'a', stranger: '', superadmin: '' }],
  ['comments_via_post.length = 4', { owner: '', other: '', stranger: '', superadmin: 'a' }],
  ['comments_via_post.length = 0', { owner: 'bc', other: 'c', stranger: 'abc', superadmin: 'c' }],
  ['length(comments_via_mentions) = 5', { owner: '', other: '', stranger: '', superadmin: 'c' }],
  ['comments_via_mentions.length > 2', { owner: 'c', other: 'c', stranger: '', superadmin: 'c' }],
  ['comments_via_post.text = "theirs"', { owner: '', other: 'ab', stranger: '', superadmin: 'ab' }],
  ['!(comments_via_post.text ~ "o")', { owner: 'bc', other: 'bc', stranger: 'abc', superadmin: 'bc' }],
  ['comments_via_post = null', { owner: 'bc', other: 'c', stranger: 'abc', superadmin: 'c' }],
  ['comments_via_post.mentions.title = "c"', { owner: 'a', other: 'ab', stranger: '', superadmin: 'ab' }],
  ['author.posts_via_author.length = 2', { owner: 'ab', other: 'ab', stranger: 'ab', superadmin: 'ab' }],
  ['author.posts_via_author.length = null', { owner: 'c', other: 'c', stranger: 'c', superadmin: 'c' }],
  ['author.posts_via_author.title = "b"', { owner: 'ab', other: 'ab', stranger: 'ab', superadmin: 'ab' }],
  ['sum(comments_via_post.score) < 0.30000000000000003', { owner: '', other: '', stranger: '', superadmin: '' }],
  ['sum(comments_via_post.score) = 0.30000000000000004', { owner: 'a', other: '', stranger: '', superadmin: '' }],
  ['sum(comments_via_post.score) > 6', { owner: '', other: 'ab', stranger: '', superadmin: 'ab' }],
  ['sum(comments_via_post.score) = null', { owner: 'bc', other: 'c', stranger: 'abc', superadmin: 'c' }],
  ['avg(comments_via_post.score) = 7', { owner: '', other: 'b', stranger: '', superadmin: 'b' }],
  ['count(comments_via_post.score) = 2', { owner: 'a', other: '', stranger: '', superadmin: '' }],
  ['count(comments_via_post.score) = 0', { owner: 'bc', other: 'c', stranger: 'abc', superadmin: 'c' }],
  ['max(comments_via_mentions.text) = "theirs"', { owner: '', other: 'c', stranger: '', superadmin: 'c' }],
  ['min(comments_via_post.text) = "first"', { owner: 'a', other: 'a', stranger: '', superadmin: 'a' }],
  ['max(comments_via_post.created_at) > "2020-01-01"', { owner: 'a', other: 'ab', stranger: '', superadmin: 'ab' }],
  ['min(comments_via_post.mentions.title) = "c"', { owner: '400', other: '400', stranger: '', superadmin: '400' }],
];

test.each(CASES)('%s', async (filter, found) => {
  for (const who of Object.keys(found) as Who[]) {
    const answer = await titles(filter, who);
    if (found[who] === '400') expect(answer).toContain('no other list');
    else expect(`${who}: ${answer}`).toBe(`${who}: ${found[who]}`);
  }
});

test('a superadmin of all accounts counts those of each record’s own', async () => {
  const { superadmin } = world;
  const filter = encodeURIComponent('comments_via_post.length = 4 && comments_via_post.text = "theirs"');
  const { body } = await world.http.get(`${POSTS}?filter=${filter}`, { token: superadmin.token });
  expect((body.items as Json[]).map(({ title, account_name: name }) => [title, name]).sort()).toHaveLength(2);
  expect(body.total).toBe(2);
});

test('totals follow what leads back', async () => {
  const filter = 'comments_via_post.length = 0';
  expect(await titles(filter)).toBe('bc');
  const id = await insert(world.acme, 'comments', { post: ids['c'], open: true });
  expect(await titles(filter)).toBe('b');
  await world.http.call('DELETE', `${API}/records/comments/${id}`, { token: world.acme.token });
  expect(await titles(filter)).toBe('bc');
});

test.each([
  ['functions=count()&filter=comments_via_post.length > 0', { results: [{ count: 1 }], total_groups: 1 }],
  ['functions=count()&group_by=title&filter=sum(comments_via_post.score) > 0', { results: [{ title: 'a', count: 1 }] }],
])('aggregates select by it: %s', async (query, found) => {
  expect((await ask(`posts/aggregate?${query}`)).body).toMatchObject(found);
});

test.each([
  ['posts?sort=comments_via_post.score', 'has several values'],
  ['posts?sort=comments_via_post', 'has several values'],
  ['posts?sort=length(title)', 'one value of a back-relation'],
  ['posts?sort=sum(author.name)', 'has to cross one back-relation'],
  ['posts?sort=comments_via_post.length:number', 'stands behind a path into json only'],
  ['posts/aggregate?functions=count()&group_by=comments_via_post', 'has several values'],
  ['posts/aggregate?functions=sum(comments_via_post.score)', 'functions take fields'],
  ['posts/aggregate?functions=sum(max(comments_via_post.text))', "'sum' takes a number"],
  ['posts/aggregate?functions=count()&group_by=sum(title)', 'has to cross one back-relation'],
  ['posts/aggregate?functions=count()&having=comments_via_post.length = 0', "Unknown field 'comments_via_post'"],
  ['posts?comments_via_post=x', "Unknown parameter 'comments_via_post'"],
  ['posts?filter=comments_via_text.length = 0', "Unknown field 'comments_via_text'"],
  ['comments?filter=comments_via_post.length = 0', "Unknown field 'comments_via_post'"],
])('%s is refused', async (path, message) => {
  const answer = await ask(path);
  expect(answer.status).toBe(400);
  expect(answer.body.message).toContain(message);
});

describe('expanded', () => {
  const shown = async (path: string, who: Who = 'owner'): Promise<Json> => (await ask(path, who)).body;

  test('they are a list of what the caller may view, in the order of their ids', async () => {
    const path = `posts/${ids['a']}?expand=comments_via_post&fields=title,comments_via_post.text`;
    const texts = (...all: string[]) => ({ title: 'a', comments_via_post: all.map((text) => ({ text })) });
    expect(await shown(path)).toEqual(texts('first', 'second', 'own'));
    expect(await shown(path, 'other')).toEqual(texts('first', 'second', 'theirs'));
    expect(await shown(path, 'superadmin')).toEqual(texts('first', 'second', 'own', 'theirs'));
    expect(await shown(path, 'stranger')).toEqual(texts());
  });

  test('they follow the fields of the record, whole where nothing else is asked for', async () => {
    const list = await shown('posts?sort=title&expand=comments_via_mentions,comments_via_post.post');
    const [, , last] = list.items as Json[];
    expect(Object.keys(last as object).slice(-3)).toEqual(['author', 'comments_via_mentions', 'comments_via_post']);
    expect(last).toMatchObject({ title: 'c', comments_via_post: [] });
    expect(last.comments_via_mentions).toHaveLength(3);
    expect(last.comments_via_mentions[0]).toMatchObject({ text: 'first', score: 0.1, post: ids['a'], open: true });
    expect(list.items[0].comments_via_post[0].post).toMatchObject({ id: ids['a'], title: 'a' });
  });

  test('other relations lead to them, and they to others', async () => {
    const expand = 'author.posts_via_author.comments_via_post';
    const { author } = await shown(`posts/${ids['b']}?expand=${expand}&fields=${expand}.text`);
    expect(author).toEqual({
      posts_via_author: [
        { comments_via_post: [{ text: 'first' }, { text: 'second' }, { text: 'own' }] },
        { comments_via_post: [] },
      ],
    });
  });

  test('each list ends after 100', async () => {
    const post = await insert(world.acme, 'posts', { title: 'long' });
    const records = Array.from({ length: 60 }, (_, index) => ({
      post,
      mentions: [post],
      text: `${index}`,
      open: index % 2 === 0,
    }));
    for (let part = 0; part < 2; part += 1) {
      const { status } = await world.http.post(
        `${API}/records/comments/batch`,
        { records },
        { token: world.acme.token },
      );
      expect(status).toBe(201);
    }
    const names = ['comments_via_post', 'comments_via_mentions'];
    const path = `posts/${post}?expand=${names.join()}&fields=${names.map((name) => `${name}.text`).join()}`;
    const [all, some] = [await shown(path), await shown(path, 'other')];
    for (const name of names) {
      expect(all[name].map(({ text }: Json) => Number(text))).toEqual(
        [...Array(100).keys()].map((index) => index % 60),
      );
      expect(some[name].map(({ text }: Json) => Number(text))).toEqual(
        [...Array(60).keys()].map((index) => (index * 2) % 60),
      );
    }
    await world.http.call('DELETE', `${POSTS}/${post}`, { token: world.acme.token });
  });

  test('they are not shown without it, nor after a write', async () => {
    expect(Object.keys((await shown(`posts/${ids['a']}`)) as object)).not.toContain('comments_via_post');
    const { token } = world.acme;
    const written = await world.http.call('PATCH', `${POSTS}/${ids['a']}?expand=comments_via_post`, {
      token,
      body: {},
    });
    expect(written.status).toBe(400);
  });

  test.each([
    ['fields=comments_via_post', "Unknown field 'comments_via_post'"],
    ['fields=comments_via_post.text', "Unknown field 'comments_via_post'"],
    ['expand=comments_via_post&fields=comments_via_post.nothing', "Unknown field 'comments_via_post.nothing'"],
    ['expand=comments_via_post.text', "'comments_via_post.text' is not a reference"],
    ['expand=comments_via_text', "'comments_via_text' is not a reference"],
    ['expand=nothing_via_post', "'nothing_via_post' is not a reference"],
    ['expand=author.posts_via_author.comments_via_post.post', 'is deeper than 3'],
  ])('%s is refused', async (query, message) => {
    const answer = await ask(`posts/${ids['a']}?${query}`);
    expect(answer.status).toBe(400);
    expect(answer.body.message).toContain(message);
  });
});

describe('in rules', () => {
  const member = (who: Member = world.acme) => ({ token: who.token });
  const create = (collection: string, body: object): Promise<Answer> =>
    world.http.post(`${API}/records/${collection}`, body, member());

  test('memberships decide who sees a project', async () => {
    await world.define('projects', [TITLE], OPEN);
    const fields = [
      { name: 'project', ...to('projects') },
      { name: 'account', type: 'user' },
    ];
    await world.define('members', fields, { ...OPEN, view_rule: null });
    await setRules('projects', { list_rule: 'members_via_project.account = @request.auth.id' });
    const project = await insert(world.acme, 'projects', { title: 'p' });
    await insert(world.acme, 'projects', { title: 'q' });
    await insert(world.acme, 'members', { project, account: other.userId });
    const seen = async ({ token }: Member): Promise<string[]> =>
      (await world.http.get(`${API}/records/projects`, { token })).body.items.map(({ title }: Json) => title);
    expect(await seen(other)).toEqual(['p']);
    expect(await seen(world.acme)).toEqual([]);
    expect(await seen(world.twin)).toEqual([]);
  });

  test('what leads back keeps a record from being deleted, and from being changed', async () => {
    const kept = 'parts_via_kit.length = 0';
    await world.define('kits', [TITLE], OPEN);
    await world.define('parts', [{ name: 'kit', ...to('kits') }], OPEN);
    await setRules('kits', { update_rule: kept, delete_rule: kept });
    const kit = await insert(world.acme, 'kits', { title: 'x' });
    const part = await insert(world.acme, 'parts', { kit });
    const path = `${API}/records/kits/${kit}`;
    const write = async (method: string): Promise<number> =>
      (await world.http.call(method, path, { ...member(), ...(method === 'PATCH' ? { body: { title: 'y' } } : {}) }))
        .status;
    for (const method of ['PATCH', 'DELETE']) expect(await write(method)).toBeGreaterThanOrEqual(403);
    await world.http.call('DELETE', `${API}/records/parts/${part}`, member());
    expect(await write('PATCH')).toBe(200);
    expect(await write('DELETE')).toBe(204);
  });

  test('a quota holds in a batch and among creates that share a commit', async () => {
    await world.define('owners', [TITLE], OPEN);
    const quota = { ...OPEN, create_rule: 'owner.things_via_owner.length < 3' };
    await world.define('things', [TITLE, { name: 'owner', ...to('owners') }], quota);
    const owner = await insert(world.acme, 'owners', {});
    const batch = (size: number): Promise<Answer> =>
      world.http.post(
        `${API}/records/things/batch`,
        { records: Array.from({ length: size }, () => ({ owner })) },
        member(),
      );
    const refused = await batch(4);
    expect(refused).toMatchObject({ status: 400, body: { error: 'RECORD_RULE_FAILED', index: 3 } });
    const alone = await Promise.all(Array.from({ length: 8 }, () => create('things', { owner })));
    expect(alone.filter(({ status }) => status === 201)).toHaveLength(3);
    const next = await insert(world.acme, 'owners', {});
    const filled = await world.http.post(
      `${API}/records/things/batch`,
      { records: Array.from({ length: 3 }, () => ({ owner: next })) },
      member(),
    );
    expect(filled).toMatchObject({ status: 201, body: { count: 3 } });
  });

  test('a trial tells what they are made of', async () => {
    const rule =
      'comments_via_post.length > 9 || comments_via_mentions.text = "x" || max(comments_via_post.score) > 1000';
    const asked = { collection: 'posts', operation: 'view', record: ids['a'], user: other.userId, rule };
    const { body } = await world.http.post(`${API}/rules/test`, asked, { token: world.superadmin.token });
    expect(body.result).toBe(false);
    expect(body.parts.map(({ values }: Json) => values)).toEqual([
      { 'comments_via_post.length': 4 },
      { 'comments_via_mentions.text': [] },
      { 'max(comments_via_post.score)': 100, 'comments_via_post.score': expect.arrayContaining([100, 0.2]) },
    ]);
    const mentioned = await world.http.post(
      `${API}/rules/test`,
      { ...asked, record: ids['c'], rule: 'comments_via_mentions.text = "x"' },
      { token: world.superadmin.token },
    );
    expect(mentioned.body.parts[0].values['comments_via_mentions.text'].toSorted()).toEqual([
      'first',
      'own',
      'second',
      'theirs',
      'theirs',
    ]);
  });
});

describe('when collections change', () => {
  const root = () => ({ token: world.superadmin.token });
  const idOf = async (name: string): Promise<string> =>
    (await world.http.get(`${API}/collections?search=${name}`, root())).body.items[0].id;
  const change = (id: string, body: object): Promise<Answer> =>
    world.http.put(`${API}/collections/${id}`, body, root());
  const ruleOf = async (id: string): Promise<string> =>
    (await world.http.get(`${API}/collections/${id}`, root())).body.list_rule;

  beforeAll(async () => {
    await world.define('shelves', [TITLE], OPEN);
    await world.define('volumes', [TITLE, { name: 'shelf', ...to('shelves') }], OPEN);
    await setRules('shelves', { list_rule: 'volumes_via_shelf.length > 0' });
  });

  test('a rule follows the name of the collection', async () => {
    const id = await idOf('volumes');
    expect((await change(id, { name: 'books' })).status).toBe(200);
    expect(await ruleOf(await idOf('shelves'))).toBe('books_via_shelf.length > 0');
    expect((await change(id, { name: 'volumes' })).status).toBe(200);
  });

  test('what a rule names stays', async () => {
    const [volumes, shelves] = [await idOf('volumes'), await idOf('shelves')];
    const removed = await change(volumes, { fields: [TITLE] });
    expect(removed).toMatchObject({ status: 409, body: { error: 'SCHEMA_FIELD_IN_USE' } });
    const deleted = await world.http.call('DELETE', `${API}/collections/${volumes}?confirm=true`, root());
    expect(deleted).toMatchObject({ status: 409, body: { error: 'SCHEMA_COLLECTION_IN_USE' } });
    const named = { name: 'volumes_via_shelf', type: 'reference', collection: 'volumes', on_delete: 'cascade' };
    const shadowed = await change(shelves, { fields: [TITLE, { ...named, options: { multiple: true } }] });
    expect(shadowed).toMatchObject({ status: 409, body: { error: 'SCHEMA_FIELD_IN_USE' } });
  });
});
