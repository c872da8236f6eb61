/** What the scopes of an API key take away from every plan. */
import { type RequestContext, SYSTEM_ACCOUNT_ID, systemContext } from '#domain/kernel/request-context';
import { EVERY_COLUMN } from '#domain/rules/column-resolver';
import { catalog, posts } from '#domain/rules/testing/rule-world';
import { Catalog } from '#domain/schema/catalog';
import type { Collection, Rules } from '#domain/schema/collection';
import { RuledFieldAccess } from './ruled-field-access';
import { parseListRequest } from './parse-list-request';
import { parseShowRequest } from './parse-show-request';
import { planCreate, planDelete, planGet, planList, planUpdate } from './plan-records';

const FIELDS = new RuledFieldAccess();

const OPEN: Rules = { list: '', view: '', create: '', update: '', delete: '' };
const opened = (shape: Collection): Collection => ({ ...shape, rules: OPEN });
const shapes = new Catalog(1, catalog.collections.map(opened));
const shape = opened(posts);
const NOTHING = parseShowRequest({});
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
  list: (ctx: RequestContext) => planList(ctx, FIELDS, shapes, shape, parseListRequest({}, shape, EVERY_COLUMN)),
  view: (ctx: RequestContext) => planGet(ctx, FIELDS, shapes, shape, NOTHING),
  create: (ctx: RequestContext) => planCreate(ctx, FIELDS, shapes, shape, NOTHING),
  update: (ctx: RequestContext) => planUpdate(ctx, FIELDS, shapes, shape, { ...NOTHING, sets: [] }),
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

test.each(['acc', SYSTEM_ACCOUNT_ID])('an update shows the record only to a caller who may view it (%s)', (account) => {
  const plan = (scopes: string[]) =>
    planUpdate(member(scopes, account), FIELDS, shapes, shape, { ...NOTHING, sets: [] }).shownIf;
  expect(plan(['posts:update'])).toEqual(NEVER);
  expect(plan(['posts:update', 'posts:view'])).toEqual({ kind: 'constant', value: true });
});

test('relations lead nowhere without view on their target', () => {
  const relation = shape.fields.find(({ type }) => type === 'reference')!;
  const expand = parseShowRequest({ expand: relation.name });
  const visible = (scopes: string[]) =>
    planGet(member(scopes), FIELDS, shapes, shape, expand).output.members.find(
      (each) => each.kind === 'field' && each.expand,
    );
  expect(visible(['posts:view', `${relation.collection}:list`])).toMatchObject({ expand: { visibleIf: NEVER } });
  expect(visible(['posts:view', `${relation.collection}:view`])).not.toMatchObject({ expand: { visibleIf: NEVER } });
});
