/** What a rule does, told to superadmins: who may, what is read, and what another rule would change. */
import { newId } from '#domain/kernel/ids';
import type { Answer, Json } from '../support/http';
import { changeDatabase } from '../support/insiders';
import { API } from '../support/member';
import { type RuledPosts, ruledPosts } from '../support/ruled-posts';
import { expectErrorBody } from '../support/scenario';
import { UserEntity } from '#server/infrastructure/database/entities/user.entity';

let posts: RuledPosts;
beforeAll(async () => {
  posts = await ruledPosts();
});
afterAll(() => posts?.world.close());

const explain = (more: Json, headers?: Record<string, string>): Promise<Answer> =>
  posts.ask('explain', { collection: 'posts', operation: 'list', ...more }, headers);

describe('who may see a record', () => {
  const rule = '(@owns_record() || @has_role("admin")) && (status = "draft" || @has_group("staff"))';
  const held = { allowed: true, refused_with: null, failed: [] };

  test('is told of every user of its account and of strangers, with the parts that fail', async () => {
    const { ann, bob, ids, world } = posts;
    const { body, status } = await explain({ record: ids['hello'], rule });
    const user = ({ userId: id, email }: Json, role: string, verdict: Json): Json => ({ id, email, role, ...verdict });
    const failed = ['@owns_record()', '@has_role("admin")'];
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        callers: {
          users: [
            user(ann, 'user', held),
            user(bob, 'user', { allowed: false, refused_with: null, failed }),
            user(world.acme, 'admin', held),
          ],
          total: 3,
          stranger: { allowed: false, refused_with: 'AUTH_REQUIRED', failed: [] },
        },
        reading: null,
        changes: null,
      },
    });
    const other = await explain({ record: ids['other'], rule });
    expect(other.body.callers.users.map(({ failed: parts }: Json) => parts)).toEqual([
      ['@owns_record()', '@has_role("admin")'],
      ['status = "draft"', '@has_group("staff")'],
      ['status = "draft"', '@has_group("staff")'],
    ]);
  });

  test('is what a trial for each of them says', async () => {
    const { ids } = posts;
    const trial = { collection: 'posts', operation: 'view', rule: 'reviewers.account = @request.auth.id || price < 0' };
    for (const record of Object.values(ids)) {
      const { body } = await explain({ ...trial, record });
      for (const { id: user, allowed } of body.callers.users) {
        expect((await posts.ask('test', { ...trial, record, user })).body.result).toBe(allowed);
      }
    }
  });

  test('is nobody where the rule is locked, and no user who is deactivated', async () => {
    const { ids, bob, world } = posts;
    await posts.define({ delete_rule: null });
    await changeDatabase(world, (manager) => manager.update(UserEntity, { id: bob.userId }, { isActive: false }));
    const { body } = await explain({ record: ids['hello'], operation: 'delete' });
    const refused = { allowed: false, refused_with: 'RULE_LOCKED', failed: [] };
    expect(body.callers).toMatchObject({ users: [refused, refused], total: 2, stranger: refused });
    const answer = await explain({ user: bob.userId });
    expect(answer.body.details).toEqual([{ field: 'user', code: 'inactive', message: expect.any(String) }]);
    await changeDatabase(world, (manager) => manager.update(UserEntity, { id: bob.userId }, { isActive: true }));
  });
});

describe('what a list reads', () => {
  test.each([
    ['status = "draft" && price > 1', { index: ['status'], rows: 1 }],
    ['price > 1 && meta.a[0] = 1', { index: ['meta.a[0]:number'], rows: 1 }],
    ['author.name = "Ann"', { index: null, rows: 3 }],
    ['', { index: null, rows: 3 }],
    ['@has_role("user") && status = "published"', { index: ['status'], rows: 1 }],
    ['status = "draft" || @has_role("user")', { index: null, rows: 3 }],
  ])('under %j', async (rule, { index, rows }) => {
    const { body } = await explain({ user: posts.ann.userId, rule });
    const named = index && { name: expect.stringMatching(/^\w+$/), fields: index };
    expect(body.reading).toEqual({ records: 3, index: named, rows, exact: true });
  });

  test('is nothing for somebody who is refused before, or of another operation', async () => {
    const account = { 'X-Account-ID': posts.world.acme.accountId };
    expect((await explain({ user: null }, account)).body).toMatchObject({ reading: null, changes: null });
    expect((await explain({ user: posts.ann.userId, operation: 'view' })).body.reading).toBeNull();
  });
});

test('what another rule changes is told by the records that one gains and loses', async () => {
  const { ann, bob, ids, world } = posts;
  await posts.define({ list_rule: '@owns_record()' });
  const rule = 'status = "published"';
  const none = { total: 0, ids: [] };
  const other = { total: 1, ids: [ids['other']] };
  const own = { total: 2, ids: [ids['bare'], ids['hello']] };
  const changesFor = async (user: string | null): Promise<Json> =>
    (await explain({ user, rule }, { 'X-Account-ID': world.acme.accountId })).body.changes;
  const all = { records: 3, compared: 3 };
  expect(await changesFor(ann.userId)).toEqual({ ...all, gained: other, lost: own });
  expect(await changesFor(bob.userId)).toEqual({ ...all, gained: none, lost: none });
  expect(await changesFor(null)).toEqual({ ...all, gained: none, lost: none });
  expect(await changesFor(world.superadmin.userId)).toEqual({ ...all, gained: none, lost: none });
});

describe.each(['test', 'explain'] as const)('%s refuses', (route) => {
  const trial = (more: Json): Json => {
    const { ids, ann } = posts;
    return { collection: 'posts', operation: 'list', record: ids['hello'], user: ann.userId, ...more };
  };

  test.each<[string, Json, number, string, string | null]>([
    ['no text as collection', { collection: 1 }, 422, 'RULE_TRIAL_INVALID', 'collection'],
    ['no operation', { operation: null }, 422, 'RULE_TRIAL_INVALID', 'operation'],
    ['an operation without record', { operation: 'create' }, 422, 'RULE_TRIAL_INVALID', 'operation'],
    ['no text as record', { record: {} }, 422, 'RULE_TRIAL_INVALID', 'record'],
    ['no text as user', { user: ['x'] }, 422, 'RULE_TRIAL_INVALID', 'user'],
    ['no text as rule', { rule: 1 }, 422, 'RULE_TRIAL_INVALID', 'rule'],
    ['an unknown member', { records: 'x' }, 422, 'RULE_TRIAL_INVALID', 'records'],
    ['an inherited name', { constructor: 'x' }, 422, 'RULE_TRIAL_INVALID', 'constructor'],
    ['an unknown collection', { collection: 'nothing' }, 404, 'COLLECTION_NOT_FOUND', null],
    ['an inherited name of a collection', { collection: '__proto__' }, 404, 'COLLECTION_NOT_FOUND', null],
    ['an unknown record', { record: newId() }, 404, 'RECORD_NOT_FOUND', null],
    ['no id of a record', { record: "' OR 1=1 --" }, 404, 'RECORD_NOT_FOUND', null],
    ['an unknown user', { user: newId() }, 404, 'USER_NOT_FOUND', null],
    ['no id of a user', { user: '\u0000' }, 404, 'USER_NOT_FOUND', null],
    ['a rule that breaks off', { rule: 'status = ' }, 400, 'RULE_SYNTAX', null],
    ['a rule with unknown names', { rule: 'statsu = "x"' }, 400, 'RULE_UNKNOWN_NAME', null],
    ['a rule with wrong types', { rule: 'price = "x"' }, 400, 'RULE_TYPE', null],
    ['a rule that is too long', { rule: `title = "${'x'.repeat(5000)}"` }, 400, 'RULE_LIMIT', null],
  ])('%s', async (_name, more, status, error, field) => {
    const answer = await posts.ask(route, trial(more));
    expectErrorBody(answer);
    expect([answer.status, answer.body.error]).toEqual([status, error]);
    if (field !== null) expect(answer.body.details.map((problem: Json) => problem.field)).toContain(field);
  });

  test('the records and users of other accounts', async () => {
    const { world } = posts;
    const twin = { 'X-Account-ID': world.twin.accountId };
    const code = async (more: Json, headers = {}): Promise<string> =>
      (await posts.ask(route, trial(more), headers)).body.error;
    expect(await code({}, twin)).toBe('USER_NOT_FOUND');
    expect(await code({ user: null }, twin)).toBe('RECORD_NOT_FOUND');
    expect(await code({ user: world.superadmin.userId }, twin)).toBe('RECORD_NOT_FOUND');
    expect(await code({ user: world.twin.userId })).toBe('RECORD_NOT_FOUND');
  });

  test('everybody but superadmins', async () => {
    const { world, ann } = posts;
    const body = trial({});
    for (const [token, status] of [
      [undefined, 401],
      [ann.token, 403],
      [world.acme.token, 403],
    ] as const) {
      const answer = await world.http.post(`${API}/rules/${route}`, body, { token });
      expect(answer.status).toBe(status);
    }
  });
});

test('of a trial, the caller has to be named, and of an explanation, one or the other', async () => {
  const asked = { collection: 'posts', operation: 'list' };
  const code = ({ body }: Answer): unknown => body.details.map(({ field, code: problem }: Json) => [field, problem]);
  expect(code(await posts.ask('test', { ...asked, record: newId() }))).toEqual([['user', 'required']]);
  expect(code(await posts.ask('test', { ...asked, user: null }))).toEqual([['record', 'required']]);
  expect(code(await posts.ask('explain', asked))).toEqual([['record', 'required']]);
  expect(code(await posts.ask('explain', { ...asked, user: null }))).toEqual([['user', 'account_unknown']]);
});
