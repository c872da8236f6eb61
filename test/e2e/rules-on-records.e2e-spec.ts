/** Rules that are tried on a record that there is, for a caller that there is. */
import type { Answer, Json } from '../support/http';
import { API, type Member } from '../support/member';
import { type RuledPosts, ruledPosts } from '../support/ruled-posts';

let posts: RuledPosts;
beforeAll(async () => {
  posts = await ruledPosts();
});
afterAll(() => posts?.world.close());

const tried = (more: Json): Promise<Answer> => {
  const { ids, ann } = posts;
  return posts.ask('test', { collection: 'posts', operation: 'view', record: ids['hello'], user: ann.userId, ...more });
};

test('each part of the rule is told, with what it saw', async () => {
  const { ann } = posts;
  await posts.define({
    view_rule:
      '@owns_record() && (status = "published" || reviewers.name ~ "ann%" || labels = "c") && ' +
      '!(price > 20) && @has_group("staff") && length(labels) + 1 > 2 && author.account = @request.auth.id && ' +
      'starts > "2026-01-01" && meta IS NOT NULL && @request.auth.email ~ "%@acme.example"',
  });
  const { status, body } = await tried({});
  const part = (expression: string, result: boolean, values: Json): Json => ({ expression, result, values });
  const id = { '@request.auth.id': ann.userId };
  expect({ status, body }).toEqual({
    status: 200,
    body: {
      result: true,
      error: null,
      details: 'for the record: true',
      refused_with: null,
      parts: [
        part('@owns_record()', true, { created_by: ann.userId, ...id }),
        part('status = "published"', false, { status: 'draft' }),
        part('reviewers.name ~ "ann%"', true, { 'reviewers.name': expect.any(Array) }),
        part('labels = "c"', false, { labels: ['a', 'b'] }),
        part('!(price > 20)', true, { price: 10.5 }),
        part('@has_group("staff")', true, { '@request.auth.groups': ['staff'] }),
        part('length(labels) + 1 > 2', true, { 'length(labels) + 1': 3, labels: ['a', 'b'] }),
        part('author.account = @request.auth.id', true, { 'author.account': ann.userId, ...id }),
        part('starts > "2026-01-01"', true, { starts: '2026-03-15T12:30:00.000Z' }),
        part('meta IS NOT NULL', true, { meta: '{"a":[1]}' }),
        part('@request.auth.email ~ "%@acme.example"', true, { '@request.auth.email': ann.email }),
      ],
    },
  });
  expect(body.parts[2].values['reviewers.name'].toSorted()).toEqual(['Ann', 'Bob']);
});

test('what is missing is unknown, and a stranger is nobody', async () => {
  const rule = 'price > 1 || author.name = "x" || reviewers.name = "x" || created_by = @request.auth.id';
  await posts.define({ allow_anonymous: true });
  const { body } = await tried({ record: posts.ids['bare'], user: null, rule });
  expect(body).toMatchObject({
    result: false,
    refused_with: null,
    parts: [
      { result: null, values: { price: null } },
      { result: null, values: { 'author.name': null } },
      { result: false, values: { 'reviewers.name': [] } },
      { result: null, values: { created_by: posts.ann.userId, '@request.auth.id': null } },
    ],
  });
});

test.each([
  ['update', 'changed(status) || isset(@request.data.title) || @request.data.price > 1', [false, false, null]],
  ['delete', '@owns_record()', [true]],
  ['list', '', []],
])('to %s, under %j, nothing is written', async (operation, rule, results) => {
  const { status, body } = await tried({ operation, rule });
  expect([status, body.parts.map(({ result }: Json) => result)]).toEqual([200, results]);
  expect(body.result).toBe(operation !== 'update');
});

test('long texts are cut', async () => {
  const shown = async (text: string): Promise<string> => {
    const { body } = await tried({ rule: `concat(title, "${text}") != ""` });
    return Object.values<string>(body.parts[0].values)[0]!;
  };
  expect(await shown('😀'.repeat(196))).toBe(`hello${'😀'.repeat(195)}…`);
  expect(await shown('😀'.repeat(195))).toBe(`hello${'😀'.repeat(195)}`);
});

test('a locked rule refuses everybody but superadmins', async () => {
  await posts.define({ delete_rule: null });
  const { body } = await tried({ operation: 'delete' });
  expect(body).toMatchObject({ result: false, error: null, refused_with: 'RULE_LOCKED', parts: [] });
  const asRoot = await tried({ operation: 'delete', user: posts.world.superadmin.userId });
  expect(asRoot.body).toMatchObject({ result: true, details: 'superadmins are under no rule', refused_with: null });
  expect((await tried({ operation: 'delete', rule: '' })).body).toMatchObject({ result: true, refused_with: null });
});

test('strangers are refused where the rule is not for them', async () => {
  await posts.define({ allow_anonymous: false });
  const { body } = await tried({ user: null, rule: 'status = "draft"' });
  expect(body).toMatchObject({ result: false, refused_with: 'AUTH_REQUIRED', parts: [{ result: true }] });
});

test('a rule may ask for itself as it would be', async () => {
  const rule = '@has_permission("list", "posts")';
  await posts.define({ list_rule: '@has_role("nobody")' });
  expect((await tried({ rule })).body.result).toBe(false);
  expect((await tried({ rule, operation: 'list' })).body).toMatchObject({ error: 'RULE_TYPE' });
});

describe('a trial says what the caller finds', () => {
  const rules = [
    '@owns_record()',
    'public || price < 0',
    '!(price > 1)',
    'labels = "a" && @has_group("staff")',
    'reviewers.account = @request.auth.id',
    'author.name ~ @request.auth.email || title = "bare"',
    '@request.auth.email ~ "bob%" || status IS NULL',
    '@has_role("admin") || status IN ("published", null)',
    'if(public, author.account, created_by) = @request.auth.id',
    '@has_permission("delete", "people") && length(labels) = 0',
    '',
  ];

  test.each(rules)('%j', async (rule) => {
    const { world, ann, bob, ids } = posts;
    await posts.define({ list_rule: rule, view_rule: rule, delete_rule: null, allow_anonymous: true });
    const records = `${API}/records/posts`;
    const callers: readonly (Member | null)[] = [ann, bob, world.acme, null];
    for (const caller of callers) {
      const by = caller ? { token: caller.token } : { headers: { 'X-Account-ID': world.acme.accountId } };
      const listed = await world.http.get(`${records}?fields=id`, by);
      const found: string[] = listed.body.items.map(({ id }: Json) => id);
      for (const id of Object.values(ids)) {
        const { status } = await world.http.get(`${records}/${id}`, by);
        const user = caller?.userId ?? null;
        const results = [await tried({ record: id, user }), await tried({ record: id, user, operation: 'list' })];
        expect([rule, user, ...results.map(({ body }) => body.result)]).toEqual([
          rule,
          user,
          status === 200,
          found.includes(id),
        ]);
      }
    }
  });
});
