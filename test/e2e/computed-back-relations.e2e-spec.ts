/** Computed fields that count what leads back to their record: as far as the caller may view it, wherever such a field is used. */
import { addUser } from '../support/insiders';
import { eventually } from '../support/eventually';
import { TestHooks } from '../support/hooks/test-hooks';
import type { Answer, Json } from '../support/http';
import { API, type Member } from '../support/member';
import { createWorld, type World } from '../support/world';

const OPEN = { list_rule: '', view_rule: '', create_rule: '', update_rule: '', delete_rule: '' };
const TITLE = { name: 'title', type: 'text' };
const to = (collection: string, more: object = {}) => ({
  type: 'reference',
  collection,
  on_delete: 'cascade',
  ...more,
});
const computed = (name: string, expression: string, return_type = 'number') => ({
  name,
  type: 'computed',
  return_type,
  expression,
});
const POSTS = [TITLE, { name: 'author', ...to('authors') }, { name: 'stars', type: 'number' }];
const TALK = [
  computed('talk', 'comments_via_post.length'),
  computed('score', 'round(sum(comments_via_post.score), 1)'),
  computed('newest', 'max(comments_via_post.text)', 'text'),
  computed('heard', 'comments_via_mentions.length + count(comments_via_post)'),
  computed('hot', 'talk > 2 || score > 6', 'boolean'),
  computed('peers', 'author.posts_via_author.length'),
  computed('rank', 'coalesce(stars, 0) * 100 + talk'),
];

let world: World;
let other: Member;
let hooks: TestHooks;
let ids: Record<string, string>;

beforeAll(async () => {
  world = await createWorld();
  hooks = new TestHooks(world.server);
  other = await addUser(world, world.acme, 'other@acme.example');
  await world.define('authors', [{ name: 'name', type: 'text' }], OPEN);
  await world.define('posts', POSTS, OPEN);
  const fields = [
    { name: 'post', ...to('posts') },
    { name: 'mentions', ...to('posts', { options: { multiple: true } }) },
    { name: 'text', type: 'text' },
    { name: 'score', type: 'number' },
    { name: 'open', type: 'boolean' },
  ];
  await world.define('comments', fields, { ...OPEN, view_rule: 'open || @owns_record()' });
  await redefine('posts', (sent) => [...sent, ...TALK]);
  await redefine('authors', (sent) => [...sent, computed('echo', 'sum(posts_via_author.talk)')]);
  ids = await fill(world.acme, other);
  await fill(world.twin, world.twin);
});
afterEach(() => hooks.clear());
afterAll(() => world?.close());

const root = () => ({ token: world.superadmin.token });

async function collection(name: string): Promise<Json> {
  const { body } = await world.http.get(`${API}/collections?search=${name}`, root());
  return (body.items as Json[]).find((each) => each.name === name);
}

async function change(name: string, body: object): Promise<Answer> {
  return world.http.put(`${API}/collections/${(await collection(name)).id}`, body, root());
}

async function redefine(name: string, fields: (sent: readonly Json[]) => readonly object[]): Promise<void> {
  const answer = await change(name, { fields: fields((await collection(name)).fields), confirm: true });
  expect(`${answer.status} ${answer.text}`).toMatch(/^200 /);
}

async function setRules(name: string, rules: object): Promise<void> {
  const answer = await world.http.put(`${API}/collections/${name}/rules`, rules, root());
  expect(`${answer.status} ${answer.text}`).toMatch(/^200 /);
}

async function insert({ token }: Member, name: string, body: object): Promise<string> {
  const answer = await world.http.post(`${API}/records/${name}`, body, { token });
  expect(`${answer.status} ${answer.text}`).toMatch(/^201 /);
  return answer.body.id;
}

/** Of a: two comments for everybody, one of the owner's and one of the other's; of b: one of the other's; of c: none. */
async function fill(owner: Member, another: Member): Promise<Record<string, string>> {
  const ann = await insert(owner, 'authors', { name: 'Ann' });
  const made: Record<string, string> = { ann };
  for (const title of ['a', 'b', 'c']) {
    made[title] = await insert(owner, 'posts', { title, author: title === 'c' ? null : ann });
  }
  const comment = (member: Member, post: string, text: string, score: number | null, open: boolean) =>
    insert(member, 'comments', { post: made[post], mentions: [made['c']], text, score, open });
  await comment(owner, 'a', 'first', 0.1, true);
  await comment(owner, 'a', 'second', 0.2, true);
  await comment(owner, 'a', 'own', null, false);
  await comment(another, 'a', 'theirs', 100, false);
  await comment(another, 'b', 'theirs', 7, false);
  return made;
}

type Who = 'owner' | 'other' | 'stranger' | 'superadmin';

function headersOf(who: Who): Record<string, string> {
  const account = { 'x-account-id': 'acme' };
  if (who === 'stranger') return account;
  const tokens = { owner: world.acme.token, other: other.token, superadmin: world.superadmin.token };
  return { authorization: `Bearer ${tokens[who]}`, ...(who === 'superadmin' ? account : {}) };
}

function call(method: string, path: string, who: Who = 'owner', body?: object): Promise<Answer> {
  const sent = body === undefined ? {} : { body };
  const url = `${API}/records/${encodeURI(path).replaceAll('+', '%2B')}`;
  return world.http.call(method, url, { headers: headersOf(who), ...sent });
}

const ask = (path: string, who: Who = 'owner'): Promise<Answer> => call('GET', path, who);

/** Titles of posts in their order, with the value of a field behind each. */
async function found(query: string, who: Who = 'owner', field = 'talk'): Promise<string> {
  const { status, text, body } = await ask(`posts?fields=title,${field}&${query}`, who);
  if (status !== 200) return text;
  return (body.items as Json[]).map((each) => `${each.title}${each[field]}`).join(' ');
}

const SHOWN: readonly (readonly [field: string, Readonly<Record<Who, string>>])[] = [
  ['talk', { owner: 'a3 b0 c0', other: 'a3 b1 c0', stranger: 'a0 b0 c0', superadmin: 'a4 b1 c0' }],
  [
    'score',
    {
      owner: 'a0.3 bnull cnull',
      other: 'a100.3 b7 cnull',
      stranger: 'anull bnull cnull',
      superadmin: 'a100.3 b7 cnull',
    },
  ],
  [
    'newest',
    {
      owner: 'asecond bnull cnull',
      other: 'atheirs btheirs cnull',
      stranger: 'anull bnull cnull',
      superadmin: 'atheirs btheirs cnull',
    },
  ],
  ['heard', { owner: 'a3 b0 c3', other: 'a3 b1 c4', stranger: 'a0 b0 c0', superadmin: 'a4 b1 c5' }],
  [
    'hot',
    {
      owner: 'atrue bnull cnull',
      other: 'atrue btrue cnull',
      stranger: 'anull bnull cnull',
      superadmin: 'atrue btrue cnull',
    },
  ],
  ['peers', { owner: 'a2 b2 cnull', other: 'a2 b2 cnull', stranger: 'a2 b2 cnull', superadmin: 'a2 b2 cnull' }],
];

describe.each(SHOWN)('%s', (field, values) => {
  test.each(Object.keys(values) as Who[])('is shown to the %s by what they may view', async (who) => {
    expect(await found('sort=title', who, field)).toBe(values[who]);
    const { body } = await ask(`posts/${ids['a']}`, who);
    expect(`a${body[field]}`).toBe(values[who].split(' ')[0]);
  });
});

test('other records that show it show it to the caller as well', async () => {
  const shown = async (who: Who): Promise<unknown> => {
    const { body } = await ask('comments?expand=post&fields=post.talk&sort=id&limit=1', who);
    return body.items[0].post.talk;
  };
  expect([await shown('owner'), await shown('superadmin')]).toEqual([3, 4]);
  const back = await ask(`authors/${ids['ann']}?expand=posts_via_author&fields=echo,posts_via_author.talk`, 'other');
  expect(back.body).toEqual({ echo: 4, posts_via_author: [{ talk: 3 }, { talk: 1 }] });
});

test.each([
  ['filter=talk > 0', { owner: 'a3', other: 'a3 b1', stranger: '', superadmin: 'a4 b1' }],
  ['filter=hot', { owner: 'a3', other: 'a3 b1', stranger: '', superadmin: 'a4 b1' }],
  ['filter=newest ~ "the" || peers = null', { owner: 'c0', other: 'a3 b1 c0', stranger: 'c0', superadmin: 'a4 b1 c0' }],
  ['talk=3', { owner: 'a3', other: 'a3', stranger: '', superadmin: '' }],
  ['filter=author.echo = 4', { owner: '', other: 'a3 b1', stranger: '', superadmin: '' }],
  ['filter=author.posts_via_author.talk = 1', { owner: '', other: 'a3 b1', stranger: '', superadmin: 'a4 b1' }],
])('%s finds by what the caller may view', async (query, all) => {
  for (const who of Object.keys(all) as Who[]) {
    expect(`${who}: ${await found(`sort=title&${query}`, who)}`).toBe(`${who}: ${all[who as keyof typeof all]}`);
    const { body } = await ask(`posts/count?${query}`, who);
    expect(body.count).toBe(all[who as keyof typeof all].split(' ').filter(Boolean).length);
  }
});

test('sorts by it, also from cursor to cursor', async () => {
  expect(await found('sort=-talk,title')).toBe('a3 b0 c0');
  expect(await found('sort=-talk,title', 'other')).toBe('a3 b1 c0');
  expect(await found('sort=score,-title', 'other', 'score')).toBe('cnull b7 a100.3');
  const pages: string[] = [];
  let cursor = '';
  for (let page = 0; page < 3; page += 1) {
    const { body } = await ask(`posts?sort=-talk&limit=1&cursor=${cursor}`, 'other');
    pages.push(body.items[0].title);
    cursor = body.next_cursor ?? '';
  }
  expect(pages).toEqual(['a', 'b', 'c']);
});

test('aggregates take it for each caller', async () => {
  const sums = async (who: Who): Promise<Json> =>
    (await ask('posts/aggregate?functions=sum(talk),max(score),count()&group_by=hot&sort=-hot', who)).body.results;
  expect(await sums('owner')).toEqual([
    { hot: true, sum_talk: 3, max_score: 0.3, count: 1 },
    { hot: null, sum_talk: 0, max_score: null, count: 2 },
  ]);
  expect((await sums('other'))[0]).toEqual({ hot: true, sum_talk: 4, max_score: 100.3, count: 2 });
  expect((await sums('superadmin'))[0]).toEqual({ hot: true, sum_talk: 5, max_score: 100.3, count: 2 });
});

test('totals follow what leads back, for whoever asks', async () => {
  const total = async (who: Who): Promise<number> => (await ask('posts?filter=talk >= 1&limit=1', who)).body.total;
  expect([await total('owner'), await total('other')]).toEqual([1, 2]);
  const id = await insert(world.acme, 'comments', { post: ids['c'], open: false });
  expect([await total('owner'), await total('other'), await total('superadmin')]).toEqual([2, 2, 3]);
  await call('DELETE', `comments/${id}`);
  expect([await total('owner'), await total('other')]).toEqual([1, 2]);
});

test('what writes answers with it, and takes no value for it', async () => {
  const created = await call('POST', 'posts', 'owner', { title: 'new', author: ids['ann'], talk: 9 });
  expect([created.status, created.body]).toEqual([201, expect.objectContaining({ talk: 0, score: null, peers: 3 })]);
  expect(created.headers.get('x-ignored-fields')).toBe('talk');
  const { id } = created.body as { id: string };
  await insert(world.acme, 'comments', { post: id, open: true, score: 2 });
  const changed = await call('PATCH', `posts/${id}`, 'owner', { stars: 2 });
  expect(changed.body).toMatchObject({ talk: 1, score: 2, rank: 201 });
  const batch = await call('PATCH', 'posts/batch', 'owner', { records: [{ id, data: { author: null } }] });
  expect(batch.body.updated[0]).toMatchObject({ talk: 1, peers: null });
  expect((await call('DELETE', `posts/${id}`)).status).toBe(204);
});

test('hooks are told of the record without it', async () => {
  const told: Json[] = [];
  hooks.on('on_record_after_update', 'posts', ({ record }) => void told.push(record));
  await call('PATCH', `posts/${ids['c']}`, 'owner', { stars: 3 });
  await eventually(() => told.length === 1);
  expect(Object.keys(told[0])).toEqual(expect.arrayContaining(['title', 'stars']));
  for (const { name } of TALK) expect(told[0]).not.toHaveProperty(name);
});

test('changes by filter select by it', async () => {
  const { body } = await call('PATCH', 'posts?filter=talk = 0&expect=2', 'owner', { stars: 1 });
  expect(body).toEqual({ count: 2, dry_run: false });
  expect((await call('PATCH', 'posts?filter=talk = 0&dry_run=true', 'other', { stars: 1 })).body.count).toBe(1);
  expect(await found('sort=rank', 'owner', 'rank')).toBe('a3 b100 c100');
  await call('PATCH', 'posts?filter=stars > 0&expect=2', 'owner', { stars: null });
});

test('batches over collections and upserts answer with it', async () => {
  const operations = [
    { op: 'create', collection: 'posts', data: { title: 'joint' } },
    { op: 'create', collection: 'comments', data: { post: { $ref: 0 }, open: true, text: 'x' } },
    { op: 'update', collection: 'posts', id: { $ref: 0 }, data: { stars: 1 } },
  ];
  const { status, text, body } = await world.http.post(`${API}/batch`, { operations }, { token: world.acme.token });
  if (status !== 200) throw new Error(text);
  expect(body.results.map(({ record }: Json) => record.talk ?? record.text)).toEqual([0, 'x', 1]);
  await call('DELETE', `posts/${body.results[0].id}`);
});

describe('rules', () => {
  afterEach(() => setRules('posts', { ...OPEN }));

  test('are trusted with all records, and those of a write with what is there', async () => {
    await setRules('posts', { list_rule: 'talk > 3', update_rule: 'score > 100', create_rule: 'author.echo < 6' });
    expect(await found('sort=title')).toBe('a3');
    expect((await call('PATCH', `posts/${ids['a']}`, 'owner', { stars: 0 })).status).toBe(200);
    expect((await call('PATCH', `posts/${ids['b']}`, 'owner', { stars: 0 })).status).toBe(404);
    const records = [{ title: 'd', author: ids['ann'] }];
    const made = await call('POST', 'posts/batch', 'owner', { records });
    expect(made.status).toBe(201);
    const { id } = made.body.created[0];
    await insert(world.acme, 'comments', { post: id, open: true });
    expect((await call('POST', 'posts/batch', 'owner', { records })).status).toBe(400);
    await setRules('posts', { ...OPEN });
    await call('DELETE', `posts/${id}`);
  });

  test('of creates ask for the record as it is about to be, one after another', async () => {
    await setRules('posts', { create_rule: 'talk = 0 && peers < 4' });
    const records = [1, 2, 3].map((index) => ({ title: `n${index}`, author: ids['ann'] }));
    const refused = await call('POST', 'posts/batch', 'owner', { records });
    expect(refused).toMatchObject({ status: 400, body: { error: 'RECORD_RULE_FAILED', index: 2 } });
    const made = await call('POST', 'posts/batch', 'owner', { records: records.slice(0, 2) });
    expect(made.body.created.map((record: Json) => record.peers)).toEqual([4, 4]);
    for (const { id } of made.body.created) await call('DELETE', `posts/${id}`);
  });

  test('say what they saw', async () => {
    const asked = { collection: 'posts', operation: 'view', record: ids['a'], user: other.userId, rule: 'talk > 9' };
    const { body } = await world.http.post(`${API}/rules/test`, asked, root());
    expect(body).toMatchObject({ result: false, parts: [{ values: { talk: 4 } }] });
  });
});

describe('under field access', () => {
  const restrict = (access: object) =>
    redefine('comments', (sent) => sent.map((field) => (field.name === 'score' ? { ...field, ...access } : field)));
  afterEach(() => restrict({ access: null, pii: false, mask_type: null, clear_to: null }));

  test('it is not there for whoever may not read what it is made of', async () => {
    await restrict({ access: { read: '@has_role("boss")' } });
    const { body } = await ask(`posts/${ids['a']}`);
    for (const name of ['score', 'hot']) expect(body).not.toHaveProperty(name);
    expect(body).toMatchObject({ talk: 3, newest: 'second' });
    for (const query of ['filter=score > 0', 'sort=hot', 'fields=score', 'score=1']) {
      const [refused, unknown] = [
        await ask(`posts?${query}`),
        await ask(`posts?${query.replace(/score|hot/, 'gone')}`),
      ];
      expect(refused.status).toBe(400);
      expect(refused.body.message.replace(/score|hot/, 'gone')).toBe(unknown.body.message);
    }
    expect((await ask(`posts/${ids['a']}`, 'superadmin')).body).toMatchObject({ score: 100.3, hot: true });
    const schemas = (await world.http.get('/openapi.json', { token: world.acme.token })).text;
    expect(schemas).toContain('"newest"');
    expect(schemas).not.toContain('"hot"');
  });

  test('nor where it is masked', async () => {
    await restrict({ pii: true, mask_type: 'full' });
    expect((await ask(`posts/${ids['a']}`, 'other')).body).not.toHaveProperty('hot');
    expect((await ask(`posts/${ids['a']}`)).body).toHaveProperty('hot', true);
  });
});

test('where no record may be viewed, there is nothing to count', async () => {
  await setRules('comments', { view_rule: null });
  expect(await found('sort=title')).toBe('a0 b0 c0');
  expect(await found('sort=title', 'superadmin')).toBe('a4 b1 c0');
  expect((await ask('posts?filter=talk = 0 and score = null&limit=1')).body.total).toBe(3);
  await setRules('comments', { view_rule: '@has_role("boss") && open' });
  expect(await found('filter=talk = 0&sort=title')).toBe('a0 b0 c0');
  await setRules('comments', { view_rule: 'open || @owns_record()' });
});

test('answers of writes are no larger than others with the texts of other records', async () => {
  const text = 'x'.repeat(900_000);
  const records = Array.from({ length: 6 }, () => ({ title: 'large' }));
  const { body } = await call('POST', 'posts/batch', 'owner', { records });
  for (const { id } of body.created) await insert(world.acme, 'comments', { post: id, open: true, text });
  const updates = { records: body.created.map(({ id }: Json) => ({ id, data: { stars: 1 } })) };
  const refused = await call('PATCH', 'posts/batch', 'owner', updates);
  expect(refused).toMatchObject({ status: 422, body: { error: 'QUERY_TOO_COMPLEX' } });
  expect((await call('PATCH', 'posts/batch', 'owner', { records: updates.records.slice(0, 4) })).status).toBe(200);
  for (const { id } of body.created) expect((await call('DELETE', `posts/${id}`)).status).toBe(204);
});

describe('is defined', () => {
  const problem = async (name: string, field: object): Promise<string> => {
    const { fields } = await collection(name);
    const { status, body } = await change(name, { fields: [...fields, field] });
    return `${status} ${body.details?.at(-1)?.code} ${body.details?.at(-1)?.message}`;
  };

  test.each([
    ['comments_via_post', 'does not depend on another record'],
    ['comments_via_post.score', "not on another record, as 'comments_via_post.score' does"],
    ['author.name', 'not on another record'],
    ['length(author.name)', 'does not depend on another record'],
    ['author.posts_via_author.length + length(author.name)', 'does not depend on another record'],
    ['sum(comments_via_post.text)', 'takes number, and'],
    ['count(comments_via_post.created_by)', '', '200'],
    ['sum(comments_via_text.score)', "Unknown field 'comments_via_text'"],
    ['comments_via_post.length + @request.auth.id', 'not on who reads it'],
    ['sum(author.posts_via_author.comments_via_post.score)', 'one back-relation'],
    ['sum(author.posts_via_author.author.posts_via_author.author.posts_via_author.talk)', 'more than 4 relations'],
  ])('as %s', async (expression, message, status = '422 computed_field_expression_invalid') => {
    const answer = await problem('posts', computed('more', expression));
    expect(answer).toContain(status);
    expect(answer).toContain(message);
    if (status === '200') await redefine('posts', (sent) => sent.slice(0, -1));
  });

  test('as far as 4 relations and 20 values of other records', async () => {
    const talks = Array.from({ length: 12 }, () => 'comments_via_post.length').join(' + ');
    expect(await problem('posts', computed('more', talks))).toContain('422 too_many_computed_fields');
    await redefine('authors', (sent) => [...sent, computed('far', 'sum(posts_via_author.peers)')]);
    const further = computed('more', 'sum(author.posts_via_author.peers)');
    expect(await problem('posts', further)).toContain('200');
    await redefine('posts', (sent) => sent.slice(0, -1));
    const answer = await problem('posts', { ...further, expression: 'avg(author.posts_via_author.author.far)' });
    expect(answer).toContain('crosses more than 4 relations');
    await redefine('authors', (sent) => sent.slice(0, -1));
  });

  test('and a request that names it too often is refused', async () => {
    const often = Array.from({ length: 70 }, (_, index) => `hot != ${index % 2 === 0}`).join(' or ');
    const { status, body } = await ask(`posts?filter=${often}`);
    expect([status, body.error]).toEqual([422, 'QUERY_TOO_COMPLEX']);
    expect((await ask('posts?filter=hot or hot = null or hot != true&sort=hot,score,talk')).status).toBe(200);
  });

  test('without leading back to itself over other collections', async () => {
    const answer = await problem('comments', computed('loud', 'sum(posts_via_author.talk)'));
    expect(answer).toContain("Unknown field 'posts_via_author'");
    await redefine('posts', (sent) => [...sent, { name: 'best', ...to('comments', { on_delete: 'set_null' }) }]);
    await redefine('comments', (sent) => [...sent, computed('fans', 'sum(posts_via_best.talk)')]);
    const circle = await problem('posts', computed('fame', 'sum(comments_via_post.fans) + posts_via_best.length'));
    expect(circle).toContain("Unknown field 'posts_via_best'");
    expect(await problem('posts', computed('fame', 'sum(comments_via_post.fans)'))).toContain('200');
    const { fields } = await collection('comments');
    const round = fields.map((field: Json) =>
      field.name === 'fans' ? { ...field, expression: 'sum(posts_via_best.fame)' } : field,
    );
    const refused = await change('comments', { fields: round });
    expect(refused).toMatchObject({ status: 422, body: { details: [{ code: 'computed_field_circle' }] } });
    await redefine('posts', (sent) => sent.filter(({ name }) => name !== 'fame'));
    await redefine('comments', (sent) => sent.filter(({ name }) => name !== 'fans'));
    await redefine('posts', (sent) => sent.filter(({ name }) => name !== 'best'));
  });

  test('and keeps what it names', async () => {
    const { id, fields } = await collection('comments');
    const without = (gone: string): Promise<Answer> =>
      change('comments', { fields: fields.filter(({ name }: Json) => name !== gone), confirm: true });
    const named = (field: string) => ({ status: 409, body: { error: 'SCHEMA_FIELD_IN_USE', field } });
    expect(await without('post')).toMatchObject(named('posts.talk'));
    expect(await without('score')).toMatchObject(named('posts.score'));
    const retyped = fields.map((field: Json) =>
      field.name === 'score' ? { ...field, type: 'text', id: null } : field,
    );
    expect((await change('comments', { fields: retyped, confirm: true })).status).toBeGreaterThanOrEqual(400);
    const encrypted = fields.map((field: Json) => (field.name === 'text' ? { ...field, encrypted: true } : field));
    expect(await change('comments', { fields: encrypted })).toMatchObject(named('posts.newest'));
    const deleted = await world.http.call('DELETE', `${API}/collections/${id}?confirm=true`, root());
    expect(deleted).toMatchObject({ status: 409, body: { error: 'SCHEMA_COLLECTION_IN_USE', field: 'posts.talk' } });
  });

  test('and follows the name of a collection', async () => {
    expect((await change('comments', { name: 'replies' })).status).toBe(200);
    const expressions = (await collection('posts')).fields.map(({ expression }: Json) => expression).filter(Boolean);
    expect(expressions.slice(0, 2)).toEqual(['replies_via_post.length', 'round(sum(replies_via_post.score), 1)']);
    expect(await found('sort=title')).toBe('a3 b0 c0');
    expect((await change('replies', { name: 'comments' })).status).toBe(200);
  });

  test('but is part of no index', async () => {
    const refused = await change('posts', { indexes: [{ fields: ['talk'] }] });
    expect(refused.status).toBe(422);
  });
});
