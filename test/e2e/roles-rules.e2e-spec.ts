/** Checking and trying rules before a collection depends on them. */
import { API } from '../support/member';
import { expectErrorBody } from '../support/scenario';
import { createWorld, type World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await world.define('posts', [{ name: 'title', type: 'text' }], { create_rule: '@has_role("editor")' });
});
afterAll(() => world?.close());

const ask = (route: string, body: unknown) =>
  world.http.post(`${API}/roles/${route}`, body, { token: world.superadmin.token });

test.each([
  ['', true],
  ['@has_role("admin") and @owns_record()', true],
  ['author.name ~ "a%" || !isset(@request.data.x)', true],
  ['@has_role(', false],
  ['@nobody_knows()', false],
  ['status = "draft" &&', false],
  ["'; DROP TABLE users; --", false],
])('the rule %j is valid: %j', async (rule, valid) => {
  const { status, body } = await ask('validate-rule', { rule });
  expect({ status, body }).toEqual({
    status: 200,
    body: { valid, error: valid ? null : expect.stringMatching(/^Invalid rule: .* at position \d+$/) },
  });
});

test.each([
  ['@has_role("admin")', { auth: { role: 'admin' } }, true],
  ['@has_role("admin")', { user: { role: 'user' } }, false],
  ['@has_group("staff")', { auth: { groups: ['staff'] } }, true],
  ['@owns_record()', { user: { id: 'u1' }, record: { created_by: 'u1' } }, true],
  ['@request.data.status = "draft"', { data: { status: 'draft' } }, true],
  ['@has_permission("create", "posts")', { auth: { role: 'editor' } }, true],
  ['@request.auth.id != ""', undefined, false],
  ['', null, true],
])('%j, tried with %j, allows: %j', async (rule, context, allowed) => {
  const { status, body } = await ask('test-rule', { rule, context });
  expect({ status, body }).toEqual({
    status: 200,
    body: { allowed, error: null, evaluation_details: expect.stringContaining(':') },
  });
});

test('a rule that does not fit the sample is told apart from one that is false', async () => {
  const { body } = await ask('test-rule', { rule: 'tytle = "x"', context: { record: { title: 'x' } } });
  expect(body).toEqual({
    allowed: false,
    error: expect.stringContaining("Unknown field 'tytle'"),
    evaluation_details: null,
  });
});

describe('the routes of the rules themselves', () => {
  const askRules = (route: string, body: unknown, token = world.superadmin.token) =>
    world.http.post(`${API}/rules/${route}`, body, { token });

  test.each([
    [{ rule: 'status = "draft"', operation: 'list', collectionFields: ['status'] }, []],
    [{ rule: 'status = "draft"' }, []],
    [{ rule: '', operation: null, collectionFields: null }, []],
    [{ rule: 'status = = 1', operation: 'list' }, [expect.stringContaining('Invalid rule: ')]],
    [{ rule: 'statsu = 1', collectionFields: ['status'] }, [expect.stringContaining("did you mean 'status'?")]],
    [{ rule: '@request.data.a = 1', operation: 'view' }, [expect.stringContaining('only in create and update')]],
  ])('%j has these errors: %j', async (body, errors) => {
    const answer = await askRules('validate', body);
    expect(answer).toMatchObject({ status: 200, body: { valid: errors.length === 0, errors } });
  });

  test.each([
    [{ rule: '', operation: 'read' }, 'operation'],
    [{ rule: '', collectionFields: 'status' }, 'collectionFields'],
    [{ rule: '', collectionFields: [1] }, 'collectionFields'],
    [{ rule: '', collection_fields: [] }, 'collection_fields'],
    [{ operation: 'list' }, 'rule'],
  ])('%j is refused for its %s', async (body, field) => {
    const answer = await askRules('validate', body);
    expect(answer).toMatchObject({ status: 422, body: { error: 'RULE_TRIAL_INVALID', details: [{ field }] } });
    expectErrorBody(answer);
  });

  test('a rule is tried as among the roles', async () => {
    const context = (status: string) => ({ auth: { id: 'u1' }, record: { status, created_by: 'u1' } });
    const rule = 'status = "published" && @owns_record()';
    const results = await Promise.all(
      ['published', 'draft'].map((status) => askRules('test', { rule, context: context(status) })),
    );
    expect(results.map(({ body }) => body)).toEqual([
      { result: true, error: null, details: 'for the record: true' },
      { result: false, error: null, details: 'for the record: false' },
    ]);
  });

  test('they are for superadmins', async () => {
    for (const route of ['validate', 'test']) {
      expect((await askRules(route, { rule: '' }, world.acme.token)).status).toBe(403);
    }
  });
});

const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)]);

test.each([
  ['no rule', { context: {} }],
  ['a rule that is no text', { rule: { $ne: 1 } }],
  ['a list for a body', [1]],
  ['a context that is no object', { rule: '', context: 'admin' }],
  ['a list of contexts', { rule: '', context: [] }],
  ['a caller that is no object', { rule: '', context: { auth: 'root' } }],
  ['a role that is no text', { rule: '', context: { auth: { role: ['admin'] } } }],
  ['groups that are no list', { rule: '', context: { user: { groups: 'staff' } } }],
  ['groups that are no texts', { rule: '', context: { user: { groups: [1] } } }],
  ['a record that is no object', { rule: '', context: { record: 5 } }],
  ['data that is no object', { rule: '', context: { data: [1] } }],
  ['a value nested too deeply', { rule: '', context: { record: { a: deep(5000) } } }],
  ['a text that cannot be stored', { rule: '', context: { record: { a: 'x\u0000' } } }],
])('%s is refused', async (_what, body) => {
  const answer = await ask('test-rule', body);
  expect(answer.status).toBe(422);
  expectErrorBody(answer);
});

test('C5 names that every object inherits are names like any other', async () => {
  const token = world.superadmin.token;
  const raw = '{"rule": "constructor = \\"a\\"", "context": {"record": {"constructor": "a", "__proto__": {"b": 1}}}}';
  const tried = await world.http.call('POST', `${API}/roles/test-rule`, { token, raw });
  expect(tried).toMatchObject({ status: 200, body: { allowed: true, error: null } });
  const inherited = await world.http.call('POST', `${API}/roles/test-rule`, {
    token,
    raw: '{"__proto__": {"rule": ""}, "context": {"__proto__": {"auth": {"role": "admin"}}}}',
  });
  expect(inherited.status).toBe(422);
});

test('E3 a rule that is too long, or too deep, is told so', async () => {
  const long = await ask('validate-rule', { rule: `a = "${'x'.repeat(5000)}"` });
  const nested = await ask('test-rule', { rule: `${'!('.repeat(1000)}true${')'.repeat(1000)}` });
  expect(long.body).toMatchObject({ valid: false, error: expect.any(String) });
  expect(nested.body).toMatchObject({ allowed: false, error: expect.any(String) });
});

test('old clients’ permissions of roles do not exist', async () => {
  const { token } = world.superadmin;
  for (const path of ['1/permissions', '1/permissions/matrix']) {
    expect((await world.http.get(`${API}/roles/${path}`, { token })).status).toBe(404);
  }
});
