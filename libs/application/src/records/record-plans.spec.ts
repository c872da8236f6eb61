/** Which requests share a plan: it must never be one that was made for a caller who may do less, or more. */
import {
  ANONYMOUS,
  type Principal,
  type RequestContext,
  SYSTEM_ACCOUNT_ID,
  systemContext,
} from '#domain/kernel/request-context';
import type { FieldAccess } from '#domain/query/field-access';
import { RuledFieldAccess } from '#domain/query/ruled-field-access';
import { parseListRequest } from '#domain/query/parse-list-request';
import { narrowed, parseShowRequest, type ShowRequest } from '#domain/query/parse-show-request';
import type { RecordPlan } from '#domain/query/record-plan';
import { EVERY_COLUMN } from '#domain/rules/column-resolver';
import { catalog as world, posts } from '#domain/rules/testing/rule-world';
import { Catalog } from '#domain/schema/catalog';
import type { Collection } from '#domain/schema/collection';
import { type Compiled, PlanCompiler } from '../ports/plan-compiler';
import { requestValues } from './fresh-requests';
import { RecordLimits } from './record-limits';
import { RecordPlans } from './record-plans';

const NOTHING = parseShowRequest({});
const SIGNED_IN = '@request.auth.id != ""';

class NoStatements extends PlanCompiler {
  override compile<P extends RecordPlan>(plan: P): Compiled<P> {
    return { plan, bytes: 0 };
  }
}

class FewerFields extends RuledFieldAccess {
  override keyOf(): string {
    return 'fewer';
  }
}

const anonymous: RequestContext = { ...systemContext('r', 'acc'), actor: ANONYMOUS };
const user: Principal = {
  kind: 'user',
  userId: 'u',
  email: 'u@x.example',
  role: 'user',
  groups: [],
  accountId: 'acc',
  credential: { kind: 'session', id: 's', stamp: 1 },
};
const member: RequestContext = { ...anonymous, actor: user };
const superadmin: RequestContext = { ...member, accountId: null, actor: { ...user, accountId: SYSTEM_ACCOUNT_ID } };
const withScopes = (...scopes: string[]): RequestContext => ({ ...member, actor: { ...user, scopes } });

interface Asked {
  readonly revision?: number;
  readonly shown?: ShowRequest;
  readonly access?: FieldAccess;
}

/** One store of plans, asked for the plans of many callers. */
function planner(view = '') {
  const plans = new RecordPlans(new RecordLimits(100, 3, 100), new NoStatements());
  const collection: Collection = { ...posts, allowAnonymous: true, rules: { ...posts.rules, view } };
  return (ctx: RequestContext, { revision = 1, shown = NOTHING, access = new RuledFieldAccess() }: Asked = {}) => {
    const catalog = new Catalog(revision, [...world.collections.filter(({ id }) => id !== posts.id), collection]);
    return plans.get({ ctx, access, catalog, collection }, shown, requestValues(ctx, new Date(0)));
  };
}

test('callers share a plan only with those of their standing, scopes and fields, at one revision', () => {
  const plan = planner();
  const plans = [
    plan(member),
    plan(anonymous),
    plan(systemContext('job', 'acc')),
    plan(superadmin),
    plan({ ...superadmin, accountId: 'acc' }),
    plan(withScopes('*:*')),
    plan(withScopes('posts:read')),
    plan(withScopes('posts:read', 'users:view')),
    plan(member, { shown: parseShowRequest({ fields: 'id' }) }),
    plan(member, { shown: narrowed(NOTHING, ['public']) }),
    plan(member, { shown: narrowed(NOTHING, ['public', 'price > 1']) }),
    plan(member, { shown: narrowed(NOTHING, ['public && price > 1']) }),
    plan(member, { access: new FewerFields() }),
  ];
  expect(new Set(plans).size).toBe(plans.length);
  expect(plan({ ...member, actor: { ...user, userId: 'other' } })).toBe(plans[0]);
  expect(plan(withScopes('posts:read'))).toBe(plans[6]);
  expect(plans).not.toContain(plan(member, { revision: 2 }));
});

test('a rule for those who are signed in is settled for each standing, and so is what it refuses', () => {
  const plan = planner(SIGNED_IN);
  expect(plan(member).where).toEqual({ kind: 'constant', value: true });
  expect(plan(anonymous).where).toEqual({ kind: 'constant', value: false });
});

test('what hooks narrow by is decided for each caller, as rules are', () => {
  const plan = planner();
  const editors = { shown: narrowed(NOTHING, ['@has_role("editor")']) };
  expect(plan(member, editors).where).toEqual({ kind: 'constant', value: false });
  expect(plan({ ...member, actor: { ...user, role: 'editor' } }, editors).where).toEqual({
    kind: 'constant',
    value: true,
  });
  expect(plan(member).where).toEqual({ kind: 'constant', value: true });
});

test('what a rule asks about the caller beyond that is decided for each', () => {
  const plan = planner(`${SIGNED_IN} && @has_role("editor")`);
  const editor = { ...member, actor: { ...user, role: 'editor' } };
  expect(plan(member).where).toEqual({ kind: 'constant', value: false });
  expect(plan(editor).where).toEqual({ kind: 'constant', value: true });
  expect(plan(member).where).toEqual({ kind: 'constant', value: false });
});

/** What a list along a relation asks of its target, whose view rule is given, for a caller of that role. */
function visibleFor(role: string, view: string): unknown {
  const plans = new RecordPlans(new RecordLimits(100, 3, 100), new NoStatements());
  const open: Collection = { ...posts, rules: { ...posts.rules, list: '' } };
  const people: Collection = { ...world.find('people')!, rules: { ...open.rules, view } };
  const catalog = new Catalog(1, [world.find('organizations')!, people, open]);
  const ctx: RequestContext = { ...member, actor: { ...user, role } };
  const access = new RuledFieldAccess();
  const query = { filter: 'author.name = "a" && author.age > 1', sort: 'author.name', expand: 'author' };
  const request = parseListRequest(query, open, EVERY_COLUMN);
  const values = { ...requestValues(ctx, new Date(0)), given: request.given };
  const { where, order, output } = plans.list({ ctx, access, catalog, collection: open }, request, values);
  const rules = new Set<unknown>();
  JSON.stringify([where, order, output], (name, value: unknown) => {
    if (name === 'visibleIf') rules.add(JSON.stringify(value));
    return ['field', 'target', 'collection'].includes(name) ? undefined : value;
  });
  return [...rules].map((rule) => JSON.parse(rule as string) as unknown);
}

test.each([
  ['editor', '@has_role("editor")', [{ kind: 'constant', value: true }]],
  ['user', '@has_role("editor")', [{ kind: 'constant', value: false }]],
  ['editor', '@has_role("editor") || name = "a"', [{ kind: 'constant', value: true }]],
])('what the view rule of a target asks about the caller alone is decided before: %s under %s', (role, view, rules) => {
  expect(visibleFor(role, view)).toEqual(rules);
});

test('what else the view rule of a target asks is left, once for all relations that lead there', () => {
  const rules = visibleFor('user', '@has_role("editor") || name = "a"');
  expect(rules).toMatchObject([{ kind: 'compare', op: '=', right: { value: 'a' } }]);
});
