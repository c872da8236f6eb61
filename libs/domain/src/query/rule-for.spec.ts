/** What the scopes of an API key take away from every plan. */
import { type RequestContext, SYSTEM_ACCOUNT_ID, systemContext } from '#domain/kernel/request-context';
import { catalog, posts } from '#domain/rules/testing/rule-world';
import { Catalog } from '#domain/schema/catalog';
import type { Collection, Rules } from '#domain/schema/collection';
import { parseListRequest } from './parse-list-request';
import { parseRecordRequest } from './parse-record-request';
import { planCreate, planDelete, planGet, planKey, planList, planUpdate } from './plan-records';

const OPEN: Rules = { list: '', view: '', create: '', update: '', delete: '' };
const opened = (shape: Collection): Collection => ({ ...shape, rules: OPEN });
const shapes = new Catalog(1, catalog.collections.map(opened));
const shape = opened(posts);
const NOTHING = parseRecordRequest({});
const NEVER = { kind: 'constant', value: false };

const member = (scopes?: readonly string[], accountId = 'acc'): RequestContext => ({
  ...systemContext('r', accountId),
  accountId: accountId === SYSTEM_ACCOUNT_ID ? null : accountId,
  actor: {
    kind: 'user',
    userId: 'u',
    email: 'u@x.example',
    role: 'admin',
    groups: [],
    accountId,
    credential: { kind: 'api_key', id: 'k', stamp: 1 },
    ...(scopes === undefined ? {} : { scopes }),
  },
});

const PLANS = {
  list: (ctx: RequestContext) => planList(ctx, shapes, shape, parseListRequest({}, shape)),
  view: (ctx: RequestContext) => planGet(ctx, shapes, shape, NOTHING),
  create: (ctx: RequestContext) => planCreate(ctx, shapes, shape, NOTHING),
  update: (ctx: RequestContext) => planUpdate(ctx, shapes, shape, { ...NOTHING, sets: [] }),
  delete: (ctx: RequestContext) => planDelete(ctx, shapes, shape),
};

test.each(Object.entries(PLANS))('%s is planned only within the scopes, for superadmins too', (operation, plan) => {
  const others = Object.keys(PLANS).filter((name) => name !== operation);
  for (const account of ['acc', SYSTEM_ACCOUNT_ID]) {
    expect(plan(member([`posts:${operation}`], account))).toBeDefined();
    expect(plan(member(undefined, account))).toBeDefined();
    for (const scopes of [[], ['users:*'], others.map((name) => `posts:${name}`)]) {
      expect(() => plan(member(scopes, account))).toThrow(
        expect.objectContaining({ kind: 'forbidden', code: 'AUTH_SCOPE_MISSING' }) as Error,
      );
    }
  }
});

test.each(['acc', SYSTEM_ACCOUNT_ID])('an update shows the record only to who may view it (%s)', (account) => {
  const plan = (scopes: string[]) =>
    planUpdate(member(scopes, account), shapes, shape, { ...NOTHING, sets: [] }).shownIf;
  expect(plan(['posts:update'])).toEqual(NEVER);
  expect(plan(['posts:update', 'posts:view'])).toEqual({ kind: 'constant', value: true });
});

test('relations lead nowhere without view on their target', () => {
  const relation = shape.fields.find(({ type }) => type === 'reference')!;
  const expand = parseRecordRequest({ expand: relation.name });
  const guard = (scopes: string[]) =>
    planGet(member(scopes), shapes, shape, expand).output.members.find((each) => each.kind === 'field' && each.expand);
  expect(guard(['posts:view', `${relation.collection}:list`])).toMatchObject({ expand: { guard: NEVER } });
  expect(guard(['posts:view', `${relation.collection}:view`])).not.toMatchObject({ expand: { guard: NEVER } });
});

test('plans are shared only between callers of the same scopes', () => {
  const key = (ctx: RequestContext, text = 's') => planKey(ctx, shapes, shape, 'list', text);
  const keys = [undefined, [], ['*:*'], ['posts:read'], ['posts:read', 'users:view']].map((scopes) =>
    key(member(scopes)),
  );
  expect(new Set(keys).size).toBe(keys.length);
  expect(key(member(['posts:read']))).toBe(key(member(['posts:read'])));
  expect(key(member(undefined), '[posts:read] s')).not.toBe(key(member(['posts:read'])));
  expect(key(member(['posts:read'], SYSTEM_ACCOUNT_ID))).not.toBe(key(member(['posts:read'])));
});
