/** Computed fields that count what leads back to their record: as far as the caller may view it, wherever such a field is used. */
import { addUser } from '../support/insiders';
import { eventually } from '../support/eventually';
import { TestHooks } from '../support/hooks/test-hooks';
import type { Answer, Json } from '../support/http';
import { API, type Member } from '../support/member';
import { fillTalk, insertRecord, OPEN, TALK, Talk } from '../support/talk';
import { createWorld, type World } from '../support/world';

let world: World;
let other: Member;
/** Reads posts and their authors, and no comments. */
let key: string;
let hooks: TestHooks;
let talk: Talk;
let ids: Record<string, string>;

beforeAll(async () => {
  world = await createWorld();
  hooks = new TestHooks(world.server);
  other = await addUser(world, world.acme, 'other@acme.example');
  talk = await Talk.define(world);
  const { token } = await addUser(world, world.acme, 'admin@acme.example', { roleId: 1 });
  const made = await world.http.post(
    `${API}/admin/api-keys`,
    { name: 'reader', scopes: ['posts:read', 'authors:read'] },
    { token },
  );
  ({ key } = made.body);
  ids = await fillTalk(world, world.acme, other);
  await fillTalk(world, world.twin, world.twin);
});
afterEach(() => hooks.clear());
afterAll(() => world?.close());

const insert = (member: Member, name: string, body: object): Promise<string> => insertRecord(world, member, name, body);

type Caller = 'owner' | 'other' | 'stranger' | 'superadmin';
type Who = Caller | 'key';

function headersOf(who: Who): Record<string, string> {
  const account = { 'x-account-id': 'acme' };
  if (who === 'stranger') return account;
  const tokens = { owner: world.acme.token, other: other.token, superadmin: world.superadmin.token, key };
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

const SHOWN: readonly (readonly [field: string, Readonly<Record<Caller, string>>])[] = [
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
  test.each(Object.keys(values) as Caller[])('is shown to the %s by what they may view', async (who) => {
    expect(await found('sort=title', who, field)).toBe(values[who]);
    const { body } = await ask(`posts/${ids['a']}`, who);
    expect(`a${body[field]}`).toBe(values[who].split(' ')[0]);
  });
});

test('a key counts what its scopes reach', async () => {
  expect(await found('sort=title', 'key')).toBe('a0 b0 c0');
  expect(await found('filter=score != null || hot', 'key')).toBe('');
  expect(await found('sort=title', 'key', 'peers')).toBe('a2 b2 cnull');
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
  for (const who of Object.keys(all) as Caller[]) {
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

/** Computed fields, and what has the same order without them. */
const ORDERED = [
  ['talk', 'comments_via_post.length'],
  ['talk', 'length(comments_via_post)'],
  ['score', 'sum(comments_via_post.score)'],
  ['newest', 'max(comments_via_post.text)'],
  ['peers', 'author.posts_via_author.length'],
] as const;

describe.each(ORDERED)('as %s does, without a computed field, %s', (field, value) => {
  test('sorts by what the caller may view', async () => {
    for (const who of ['owner', 'other', 'stranger', 'superadmin', 'key'] as const) {
      for (const sign of ['', '-']) {
        const sorted = await found(`sort=${sign}${value},-title`, who);
        expect(`${who}: ${sorted}`).toBe(`${who}: ${await found(`sort=${sign}${field},-title`, who)}`);
      }
    }
  });

  test('leads from cursor to cursor, and back', async () => {
    for (const sort of [value, `-${value}`]) {
      const all = (await ask(`posts?sort=${sort}`, 'other')).body.items.map(({ id }: Json) => id);
      const seen: string[] = [];
      let [after, before] = ['', ''];
      for (const _each of all) {
        const { body } = await ask(`posts?sort=${sort}&limit=1&cursor=${after}`, 'other');
        seen.push(body.items[0].id);
        [after, before] = [body.next_cursor, body.prev_cursor ?? before];
      }
      expect([seen, after]).toEqual([all, null]);
      const back = await ask(`posts?sort=${sort}&cursor_before=${before}`, 'other');
      expect(back.body.items.map(({ id }: Json) => id)).toEqual(all.slice(0, -1));
      const foreign = await ask(`posts?sort=comments_via_mentions.length&cursor_before=${before}`, 'other');
      expect(foreign).toMatchObject({ status: 400, body: { error: 'QUERY_CURSOR' } });
    }
  });

  test('groups, and is asked for in functions', async () => {
    const member = value.replace('(', '_').replace(')', '');
    for (const who of ['owner', 'other', 'superadmin'] as const) {
      const answer = async (name: string, shown: string): Promise<Json> => {
        const functions = `count(),count(${name}),max(${name})`;
        const { text } = await ask(`posts/aggregate?functions=${functions}&group_by=${name}&sort=-${name}`, who);
        // A sum is not rounded without its field.
        return JSON.parse(text.replaceAll(shown, 'it'), (_name, each) => (each > 0 ? Number(each.toFixed(1)) : each));
      };
      expect(await answer(value, member)).toEqual(await answer(field, field));
    }
  });
});

test('aggregates add up what each record comes to, and group by the calendar in it', async () => {
  const functions =
    'sum(comments_via_post.length),avg(sum(comments_via_post.score)),count(distinct comments_via_post.length)';
  const groupBy = 'year(max(comments_via_post.created_at))';
  const year = new Date().getUTCFullYear();
  const { body } = await ask(`posts/aggregate?functions=${functions}&group_by=${groupBy}&sort=-${groupBy}`, 'other');
  const named = (year_: string | null, sum: number, avg: number | null, distinct: number) => ({
    'year_max_comments_via_post.created_at': year_,
    'sum_comments_via_post.length': sum,
    'avg_sum_comments_via_post.score': avg,
    'count_distinct_comments_via_post.length': distinct,
  });
  const having = async (text: string): Promise<number> =>
    (await ask(`posts/aggregate?functions=${functions}&group_by=${groupBy}&having=${text}`, 'other')).body.total_groups;
  expect(await having('sum(comments_via_post.length) > 3 and avg(sum(comments_via_post.score)) > 50')).toBe(1);
  expect(await having('sum_comments_via_post.length = 0')).toBe(1);
  expect(body.results).toEqual([named(`${year}`, 4, expect.closeTo(53.65, 1), 2), named(null, 0, null, 1)]);
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
  const counts = async (): Promise<number[]> => {
    const { body } = await ask('posts/aggregate?functions=count()&group_by=comments_via_post.length');
    return body.results.map((group: Json) => group['comments_via_post.length']);
  };
  expect([await total('owner'), await total('other'), await counts()]).toEqual([1, 2, [0, 3]]);
  const id = await insert(world.acme, 'comments', { post: ids['c'], open: false });
  expect(await counts()).toEqual([0, 1, 3]);
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
  afterEach(() => talk.setRules('posts', { ...OPEN }));

  test('are trusted with all records, and those of a write with what is there', async () => {
    await talk.setRules('posts', { list_rule: 'talk > 3', update_rule: 'score > 100', create_rule: 'author.echo < 6' });
    expect(await found('sort=title')).toBe('a3');
    expect((await call('PATCH', `posts/${ids['a']}`, 'owner', { stars: 0 })).status).toBe(200);
    expect((await call('PATCH', `posts/${ids['b']}`, 'owner', { stars: 0 })).status).toBe(404);
    const records = [{ title: 'd', author: ids['ann'] }];
    const made = await call('POST', 'posts/batch', 'owner', { records });
    expect(made.status).toBe(201);
    const { id } = made.body.created[0];
    await insert(world.acme, 'comments', { post: id, open: true });
    expect((await call('POST', 'posts/batch', 'owner', { records })).status).toBe(400);
    await talk.setRules('posts', { ...OPEN });
    await call('DELETE', `posts/${id}`);
  });

  test('of creates ask for the record as it is about to be, one after another', async () => {
    await talk.setRules('posts', { create_rule: 'talk = 0 && peers < 4' });
    const records = [1, 2, 3].map((index) => ({ title: `n${index}`, author: ids['ann'] }));
    const refused = await call('POST', 'posts/batch', 'owner', { records });
    expect(refused).toMatchObject({ status: 400, body: { error: 'RECORD_RULE_FAILED', index: 2 } });
    const made = await call('POST', 'posts/batch', 'owner', { records: records.slice(0, 2) });
    expect(made.body.created.map((record: Json) => record.peers)).toEqual([4, 4]);
    for (const { id } of made.body.created) await call('DELETE', `posts/${id}`);
  });

  test('say what they saw', async () => {
    const asked = { collection: 'posts', operation: 'view', record: ids['a'], user: other.userId, rule: 'talk > 9' };
    const { body } = await talk.asRoot('POST', 'rules/test', asked);
    expect(body).toMatchObject({ result: false, parts: [{ values: { talk: 4 } }] });
  });
});

describe('under field access', () => {
  const restrict = (access: object) =>
    talk.redefine('comments', (sent) =>
      sent.map((field) => (field.name === 'score' ? { ...field, ...access } : field)),
    );
  afterEach(() => restrict({ access: null, pii: false, mask_type: null, clear_to: null }));

  test('it is not there for whoever may not read what it is made of', async () => {
    await restrict({ access: { read: '@has_role("boss")' } });
    const { body } = await ask(`posts/${ids['a']}`);
    for (const name of ['score', 'hot']) expect(body).not.toHaveProperty(name);
    expect(body).toMatchObject({ talk: 3, newest: 'second' });
    const bare = ['sort=sum(comments_via_post.score)', 'cursor=&sort=-max(comments_via_post.score)'];
    for (const query of ['filter=score > 0', 'sort=hot', 'fields=score', 'score=1', ...bare]) {
      const [refused, unknown] = [
        await ask(`posts?${query}`),
        await ask(`posts?${query.replace(/score|hot/, 'gone')}`),
      ];
      expect(refused.status).toBe(400);
      expect(refused.body.message.replace(/score|hot/, 'gone')).toBe(unknown.body.message);
    }
    for (const query of ['functions=sum(sum(by.score))', 'functions=count()&group_by=avg(by.score)']) {
      const asked = query.replace('by', 'comments_via_post');
      const [refused, unknown] = [
        await ask(`posts/aggregate?${asked}`),
        await ask(`posts/aggregate?${asked.replace('score', 'gone')}`),
      ];
      expect(refused.status).toBe(400);
      expect(refused.body.message.replaceAll('score', 'gone')).toBe(unknown.body.message);
    }
    expect((await ask(`posts/${ids['a']}`, 'superadmin')).body).toMatchObject({ score: 100.3, hot: true });
    const schemas = (await world.http.get('/openapi.json', { token: world.acme.token })).text;
    expect(schemas).toContain('"newest"');
    expect(schemas).not.toContain('"hot"');
  });

  test('nor where it is masked', async () => {
    await restrict({ pii: true, mask_type: 'full' });
    expect((await ask('posts?sort=max(comments_via_post.score)', 'other')).status).toBe(400);
    expect((await ask(`posts/${ids['a']}`, 'other')).body).not.toHaveProperty('hot');
    expect((await ask(`posts/${ids['a']}`)).body).toHaveProperty('hot', true);
  });
});

test('where no record may be viewed, there is nothing to count', async () => {
  await talk.setRules('comments', { view_rule: null });
  expect(await found('sort=title')).toBe('a0 b0 c0');
  expect(await found('sort=title', 'superadmin')).toBe('a4 b1 c0');
  expect(await found('sort=comments_via_post.length,sum(comments_via_post.nothing),title')).toBe('a0 b0 c0');
  const none = 'functions=count(id),sum(max(comments_via_post.nothing))&group_by=comments_via_post.length';
  const named = { 'comments_via_post.length': 0, count_id: 3, 'sum_max_comments_via_post.nothing': null };
  expect((await ask(`posts/aggregate?${none}`)).body.results).toEqual([named]);
  expect((await ask('posts?filter=talk = 0 and score = null&limit=1')).body.total).toBe(3);
  await talk.setRules('comments', { view_rule: '@has_role("boss") && open' });
  expect(await found('filter=talk = 0&sort=title')).toBe('a0 b0 c0');
  const changed = await call('PATCH', `posts/${ids['a']}`, 'owner', { stars: null });
  expect(changed.body).toMatchObject({ talk: 0, score: null });
  await talk.setRules('comments', { view_rule: 'open || @owns_record()' });
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

test('a request that names it too often is refused', async () => {
  const often = Array.from({ length: 70 }, (_, index) => `hot != ${index % 2 === 0}`).join(' or ');
  const { status, body } = await ask(`posts?filter=${often}`);
  expect([status, body.error]).toEqual([422, 'QUERY_TOO_COMPLEX']);
  expect((await ask('posts?filter=hot or hot = null or hot != true&sort=hot,score,talk')).status).toBe(200);
});
