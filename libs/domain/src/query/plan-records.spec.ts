import { DomainError } from '#domain/kernel/errors';
import {
  ANONYMOUS,
  type Principal,
  type RequestContext,
  SYSTEM_ACCOUNT_ID,
  systemContext,
} from '#domain/kernel/request-context';
import { EVERY_COLUMN } from '#domain/rules/column-resolver';
import { catalog, posts } from '#domain/rules/testing/rule-world';
import { Catalog } from '#domain/schema/catalog';
import type { Rules } from '#domain/schema/collection';
import { encodeCursor, orderSignature } from './cursor';
import { RuledFieldAccess } from './ruled-field-access';
import { parseListRequest } from './parse-list-request';
import { narrowed, parseShowRequest } from './parse-show-request';
import { planCreate, planDelete, planGet, planList, planUpdate } from './plan-records';
import type { ListPlan, Output } from './record-plan';

const FIELDS = new RuledFieldAccess();

const anonymous: RequestContext = { ...systemContext('r', 'acc'), actor: ANONYMOUS };
const user: Principal = {
  kind: 'user',
  userId: 'u',
  email: 'u@x.y',
  role: 'user',
  groups: [],
  accountId: 'acc',
  credential: { kind: 'session', id: 's', stamp: 1 },
};
const member: RequestContext = { ...anonymous, actor: user };
const superadmin: RequestContext = {
  ...member,
  accountId: null,
  actor: { ...user, accountId: SYSTEM_ACCOUNT_ID },
};

const OPEN: Rules = { list: '', view: '', create: '', update: '', delete: '' };

function withRules(rules: Partial<Rules>): { shapes: Catalog; shape: typeof posts } {
  const shape = { ...posts, rules: { ...OPEN, ...rules } };
  const others = catalog.collections.filter(({ name }) => name !== 'posts');
  return { shapes: new Catalog(1, [...others, shape]), shape };
}

function list(query: Record<string, string>, ctx: RequestContext = member, rules: Partial<Rules> = {}): ListPlan {
  const { shapes, shape } = withRules(rules);
  return planList(ctx, FIELDS, shapes, shape, parseListRequest(query, shape, EVERY_COLUMN));
}

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof DomainError) return `${error.kind} ${error.code}`;
    throw error;
  }
  throw new Error('Not refused');
}

function names(output: Output): string[] {
  return output.members.map((member_) => (member_.kind === 'field' ? member_.field.name : member_.name));
}

describe('reach and rules', () => {
  it('keep everyone but a superadmin in the account', () => {
    expect(list({}).reach).toBe('account');
    expect(list({}, anonymous).reach).toBe('account');
    expect(list({}, superadmin).reach).toBe('all');
    expect(list({}, { ...superadmin, accountId: 'acc' }).reach).toBe('account');
    expect(() => list({}, { ...member, accountId: null })).toThrow('without account');
    expect(() => list({}, { ...anonymous, accountId: null })).toThrow('without account');
  });

  it('lock what has no rule to all but superadmins, in every operation', () => {
    const { shapes, shape } = withRules({ list: null, view: null, create: null, update: null, delete: null });
    const request = parseShowRequest({});
    for (const ctx of [anonymous, member]) {
      expect(codeOf(() => planList(ctx, FIELDS, shapes, shape, parseListRequest({}, shape, EVERY_COLUMN)))).toBe(
        'forbidden RULE_LOCKED',
      );
      expect(codeOf(() => planGet(ctx, FIELDS, shapes, shape, request))).toBe('forbidden RULE_LOCKED');
      expect(codeOf(() => planCreate(ctx, FIELDS, shapes, shape, request))).toBe('forbidden RULE_LOCKED');
      expect(codeOf(() => planUpdate(ctx, FIELDS, shapes, shape, { ...request, sets: [] }))).toBe(
        'forbidden RULE_LOCKED',
      );
      expect(codeOf(() => planDelete(ctx, shapes, shape))).toBe('forbidden RULE_LOCKED');
    }
    expect(planDelete(superadmin, shapes, shape).rule).toEqual({ kind: 'constant', value: true });
  });

  it('leave the server itself under no rule, and always in one account', () => {
    const { shapes, shape } = withRules({ list: null, view: null, create: null, update: null, delete: null });
    const system = systemContext('hook:h', 'acc');
    const all = parseListRequest({ expand: 'author', filter: 'author.name != ""' }, shape, EVERY_COLUMN);
    const planned = planList(system, FIELDS, shapes, shape, all);
    expect(planned).toMatchObject({ reach: 'account', where: { left: { path: [{ visibleIf: { value: true } }] } } });
    expect(planGet(system, FIELDS, shapes, shape, parseShowRequest({}))).toMatchObject({
      reach: 'account',
      where: { kind: 'constant', value: true },
    });
    expect(planDelete(system, shapes, shape)).toMatchObject({ reach: 'account', rule: { value: true } });
    expect(() => list({}, { ...system, accountId: null })).toThrow('without account');
  });

  it('join rule, filter and equalities', () => {
    const where = list({ filter: 'price > 1', status: 'draft', due: '2026-01-31' }, member, { list: 'public' }).where;
    expect(where).toMatchObject({ kind: 'and', items: [{ kind: 'truth' }, { op: '>' }, { op: '=' }, { op: '=' }] });
    expect(list({}).where).toEqual({ kind: 'constant', value: true });
  });

  it('are joined by what hooks narrow a read by', () => {
    const { shapes, shape } = withRules({ list: 'public', view: 'public' });
    const by = ['price > 1', '@owns_record'];
    const asked = narrowed(parseListRequest({ filter: 'price < 9' }, shape, EVERY_COLUMN), by);
    expect(planList(member, FIELDS, shapes, shape, asked).where).toMatchObject({
      kind: 'and',
      items: [{ kind: 'truth' }, { op: '>' }, { op: '=', right: { kind: 'auth' } }, { op: '<' }],
    });
    expect(planGet(member, FIELDS, shapes, shape, narrowed(parseShowRequest({}), by)).where).toMatchObject({
      kind: 'and',
      items: [{ kind: 'truth' }, { op: '>' }, { op: '=' }],
    });
  });

  it('are no error of the caller where the narrowing is wrong', () => {
    const { shapes, shape } = withRules({});
    const asked = narrowed(parseListRequest({}, shape, EVERY_COLUMN), ['gone = 1']);
    const planned = (): unknown => planList(member, FIELDS, shapes, shape, asked);
    expect(planned).toThrow("'posts' cannot be narrowed by: gone = 1");
    expect(planned).not.toThrow(DomainError);
  });

  it.each([
    { price: 'x' },
    { price: '1e999' },
    { public: 'yes' },
    { due: '2026-02-30' },
    { starts: 'now' },
    { meta: '{}' },
  ])('refuse the equality %j', (query) => {
    expect(codeOf(() => list(query))).toBe('invalid QUERY_PARAMETER');
  });
});

describe('order', () => {
  it.each([
    ['', '-id'],
    ['-created_at', '-id'],
    ['created_at,title', '+id'],
    ['title', '+title,+id'],
    ['title,-price', '+title,-price,-id'],
    ['title,-title', '+title,+id'],
    ['-author.name', '-author.name,-id'],
    ['id,title', '+id'],
  ])('"%s" is %s', (sort, expected) => {
    expect(orderSignature(list({ sort }).order)).toBe(expected);
  });

  it.each(['nothing', 'meta', 'tags', 'reviewers.name', '-', "title'"])('refuses %s', (sort) => {
    expect(codeOf(() => list({ sort }))).toMatch(/^invalid QUERY_SORT/);
  });

  it('takes cursors of the same order and fitting values only', () => {
    const page = (sort: string, order: string, values: (string | number | null)[]) =>
      list({ sort, cursor: encodeCursor(order, values) }).page;
    expect(page('-price', '-price,-id', [null, 'x'])).toEqual({
      kind: 'keyset',
      direction: 'after',
      nulls: [true, false],
    });
    expect(page('starts', '+starts,+id', ['2026-01-31T00:00:00.000Z', 'x'])).toMatchObject({ nulls: [false, false] });
    for (const [order, values] of [
      ['+price,+id', [1, 'x']],
      ['-price,-id', ['1', 'x']],
      ['-price,-id', [1]],
      ['-price,-id', [1, null]],
      ['-price,-id', [1, 2]],
    ] as const) {
      expect(codeOf(() => page('-price', order, [...values]))).toBe('invalid QUERY_CURSOR');
    }
    expect(codeOf(() => page('starts', '+starts,+id', ['yesterday', 'x']))).toBe('invalid QUERY_CURSOR');
  });
});

describe('output', () => {
  it('is everything, or exactly what was asked for', () => {
    expect(names(list({}).output).slice(0, 7)).toEqual([
      'id',
      'account_id',
      'created_at',
      'created_by',
      'updated_at',
      'updated_by',
      'title',
    ]);
    expect(names(list({ fields: 'title,id,title' }).output)).toEqual(['title', 'id']);
    expect(names(list({ fields: '*' }).output)).toEqual(names(list({}).output));
  });

  it('names the account for superadmins alone, and where no field is called so', () => {
    expect(names(list({}, superadmin).output).slice(5, 8)).toEqual(['updated_by', 'account_name', 'title']);
    expect(names(list({ fields: 'account_name,id' }, superadmin).output)).toEqual(['account_name', 'id']);
    expect(names(list({ fields: 'title' }, superadmin).output)).toEqual(['title']);
    expect(() => list({ fields: 'account_name' })).toThrow("Unknown field 'account_name'");
    expect(() => list({ fields: 'author.account_name', expand: 'author' }, superadmin)).toThrow('author.account_name');
  });

  it('expands under the view rule of the target', () => {
    const { output } = list({ fields: 'author,assignee', expand: 'author.organization,assignee,author' });
    expect(output.members).toMatchObject([
      {
        field: { name: 'author' },
        expand: { visibleIf: { kind: 'constant', value: true }, output: { collection: { name: 'people' } } },
      },
      { field: { name: 'assignee' }, expand: { output: 'user' } },
    ]);
    const author = output.members[0];
    const inner = author?.kind === 'field' ? (author.expand!.output as Output).members.at(-1) : undefined;
    expect(inner).toMatchObject({
      field: { name: 'organization' },
      expand: { visibleIf: { kind: 'compare', op: '!=' } },
    });
  });

  it('hides what the target locks', () => {
    const locked = catalog.collections.map((shape) => ({
      ...shape,
      rules: { ...OPEN, view: shape.name === 'people' ? null : '' },
    }));
    const shapes = new Catalog(1, locked);
    const shape = shapes.find('posts')!;
    const plan = (ctx: RequestContext) =>
      planGet(ctx, FIELDS, shapes, shape, parseShowRequest({ fields: 'author', expand: 'author' }));
    expect(plan(member).output.members).toMatchObject([{ expand: { visibleIf: { kind: 'constant', value: false } } }]);
    expect(plan(superadmin).output.members).toMatchObject([
      { expand: { visibleIf: { kind: 'constant', value: true } } },
    ]);
  });

  it('selects fields of what is expanded', () => {
    const { output } = list({ fields: 'author.name,author.organization.name', expand: 'author.organization' });
    expect(output.members).toMatchObject([
      {
        expand: {
          output: {
            members: [{ field: { name: 'name' } }, { expand: { output: { members: [{ field: { name: 'name' } }] } } }],
          },
        },
      },
    ]);
  });

  it.each([
    [{ expand: 'title' }, 'QUERY_EXPAND'],
    [{ expand: 'nothing' }, 'QUERY_EXPAND'],
    [{ expand: 'author.name' }, 'QUERY_EXPAND'],
    [{ expand: 'assignee.email' }, 'QUERY_EXPAND'],
    [{ expand: 'author.organization.parent.parent' }, 'QUERY_EXPAND'],
    [{ expand: Array.from({ length: 21 }, () => 'author').join(',') }, 'QUERY_EXPAND'],
    [{ fields: 'nothing' }, 'QUERY_FIELDS'],
    [{ fields: 'author.name' }, 'QUERY_FIELDS'],
    [{ fields: 'title.x' }, 'QUERY_FIELDS'],
    [{ fields: 'assignee.email', expand: 'assignee' }, 'QUERY_FIELDS'],
  ])('refuses %j', (query, code) => {
    expect(codeOf(() => list(query as unknown as Record<string, string>))).toBe(`invalid ${code}`);
  });
});

describe('N-4: a collection that does not allow anonymous callers', () => {
  const shapes = new Catalog(
    1,
    catalog.collections.map((shape) => ({
      ...shape,
      rules: OPEN,
      allowAnonymous: shape.name === 'people' ? false : null,
    })),
  );
  const expanded = parseShowRequest({ fields: 'author', expand: 'author' });
  const visibilityOf = (ctx: RequestContext) =>
    planGet(ctx, FIELDS, shapes, shapes.find('posts')!, expanded).output.members;

  it('is closed to them, whatever its rules say, and to nobody else', () => {
    const people = shapes.find('people')!;
    const remove = (ctx: RequestContext) => planDelete(ctx, shapes, people).rule;
    expect(codeOf(() => remove(anonymous))).toBe('unauthenticated AUTH_REQUIRED');
    for (const ctx of [member, superadmin]) expect(remove(ctx)).toEqual({ kind: 'constant', value: true });
  });

  it('shows them nothing through a relation', () => {
    expect(visibilityOf(anonymous)).toMatchObject([{ expand: { visibleIf: { kind: 'constant', value: false } } }]);
    expect(visibilityOf(member)).toMatchObject([{ expand: { visibleIf: { kind: 'constant', value: true } } }]);
  });
});

describe('which rules hold for anonymous callers', () => {
  it.each([
    [null, null, 'forbidden RULE_LOCKED'],
    [null, true, 'forbidden RULE_LOCKED'],
    [null, false, 'forbidden RULE_LOCKED'],
    ['', false, 'unauthenticated AUTH_REQUIRED'],
    ['title != "x"', null, 'unauthenticated AUTH_REQUIRED'],
    ['title != "x"', false, 'unauthenticated AUTH_REQUIRED'],
  ])('not %j where the collection says %j: %s', (rule, allowAnonymous, refusal) => {
    expect(codeOf(() => removal(rule, allowAnonymous))).toBe(refusal);
  });

  it.each([
    ['', null],
    ['', true],
    ['title != "x"', true],
  ])('%j where the collection says %j', (rule, allowAnonymous) => {
    expect(removal(rule, allowAnonymous).kind).toBe('delete');
  });

  function removal(rule: string | null, allowAnonymous: boolean | null) {
    const shape = { ...catalog.find('posts')!, rules: { ...OPEN, delete: rule }, allowAnonymous };
    const others = catalog.collections.filter(({ id }) => id !== shape.id);
    return planDelete(anonymous, new Catalog(1, [shape, ...others]), shape);
  }
});

describe('countedFrom', () => {
  it.each([
    ['', ['posts']],
    ['price > 1', ['posts']],
    ['author.name = "a"', ['posts', 'people']],
    ['author.organization.name = "a" || length(reviewers) > 1', ['posts', 'people', 'organizations']],
    ['if(author.active, 1, 2) = 1', ['posts', 'people']],
    ['starts > now()', []],
    ['assignee.email = "x"', []],
  ])('of "%s" is %j', (filter, expected) => {
    expect(list({ filter }).countedFrom).toEqual(expected);
  });
});
