/** What a caller may not do with a field looks, at every door of the planner, as if there were no such field. */
import { DomainError } from '#domain/kernel/errors';
import { type RequestContext, systemContext } from '#domain/kernel/request-context';
import { type Column, nameOf } from '#domain/rules/column-resolver';
import { catalog, posts } from '#domain/rules/testing/rule-world';
import { Catalog } from '#domain/schema/catalog';
import type { Collection } from '#domain/schema/collection';
import { encodeCursor, orderSignature } from './cursor';
import { FieldAccess, type FieldUse } from './field-access';
import { RuledFieldAccess } from './ruled-field-access';
import { parseListRequest } from './parse-list-request';
import { narrowed, parseShowRequest } from './parse-show-request';
import { planCreate, planGet, planList, planUpdate } from './plan-records';
import type { ListPlan, Output } from './record-plan';

const ctx: RequestContext = {
  ...systemContext('r', 'acc'),
  actor: {
    kind: 'user',
    userId: 'u',
    email: 'u@x.y',
    role: 'user',
    groups: [],
    accountId: 'acc',
    credential: { kind: 'session', id: 's', stamp: 1 },
  },
};
const OPEN = { list: '', view: '', create: '', update: '', delete: '' };
const world = new Catalog(
  1,
  catalog.collections.map((collection) => ({ ...collection, rules: OPEN, allowAnonymous: true })),
);
const shape = world.find(posts.name)!;

/** Denies one column of one collection, in some ways. */
class Denied extends FieldAccess {
  constructor(
    private readonly collection: string,
    private readonly name: string,
    private readonly uses: readonly FieldUse[],
  ) {
    super();
  }

  override keyOf(): string {
    return `${this.collection}.${this.name} ${this.uses.join(',')}`;
  }

  override admits(
    _ctx: RequestContext,
    _catalog: Catalog,
    { name }: Collection,
    column: Column,
    use: FieldUse,
  ): boolean {
    return name !== this.collection || nameOf(column) !== this.name || !this.uses.includes(use);
  }

  override maskFor(): null {
    return null;
  }

  override answerWrite(): 'allow' {
    return 'allow';
  }
}

type Query = Readonly<Record<string, string>>;

function list(access: FieldAccess, query: Query, collection: Collection = shape): ListPlan {
  const request = parseListRequest(query, collection, access.columns(ctx, world, 'list', 'filter'));
  return planList(ctx, access, world, collection, request);
}

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof DomainError) return JSON.stringify([error.code, error.kind, error.message, error.extras]);
    throw error;
  }
  return 'accepted';
}

/** The same collection under the same name, without the field. */
function without(collection: string, field: string): Catalog {
  return new Catalog(
    1,
    world.collections.map((each) =>
      each.name === collection ? { ...each, fields: each.fields.filter(({ name }) => name !== field) } : each,
    ),
  );
}

function names({ members }: Output): string[] {
  return members.map((member) => (member.kind === 'field' ? member.field.name : member.name));
}

const DOORS: readonly (readonly [use: FieldUse, collection: string, field: string, query: Query])[] = [
  ['filter', 'posts', 'price', { filter: 'price > 1' }],
  ['filter', 'posts', 'title', { filter: 'status = "a" || length(lower(title)) = 3' }],
  ['filter', 'posts', 'title', { filter: 'title ~ "a"' }],
  ['filter', 'posts', 'price', { price: '1' }],
  ['filter', 'posts', 'author', { filter: 'author.name = "a"' }],
  ['filter', 'people', 'name', { filter: 'author.name = "a"' }],
  ['filter', 'people', 'name', { filter: 'reviewers.name = "a"' }],
  ['sort', 'posts', 'price', { sort: '-price' }],
  ['sort', 'posts', 'author', { sort: 'author.name' }],
  ['sort', 'people', 'name', { sort: 'author.name' }],
  ['sort', 'posts', 'price', { sort: 'price', cursor: '' }],
  ['expand', 'posts', 'author', { expand: 'author' }],
  ['show', 'posts', 'author', { expand: 'author' }],
  ['show', 'posts', 'price', { fields: 'id,price' }],
  ['show', 'people', 'name', { expand: 'author', fields: 'author.name' }],
  ['show', 'posts', 'price', { sort: 'price', cursor: '' }],
  ['show', 'people', 'name', { sort: 'author.name', cursor: '' }],
];

describe.each(DOORS)('%s of %s.%s', (use, collection, field, query) => {
  const access = new Denied(collection, field, [use]);

  it(`is unknown to ${JSON.stringify(query)}`, () => {
    const bare = without(collection, field);
    const open = new RuledFieldAccess();
    const missing = refusal(() => {
      const target = bare.find('posts')!;
      planList(ctx, open, bare, target, parseListRequest(query, target, open.columns(ctx, bare, 'list', 'filter')));
    });
    expect(missing).toMatch(/unknown|cannot be expanded/i);
    expect(refusal(() => list(access, query))).toBe(missing);
    expect(refusal(() => list(open, query))).toBe('accepted');
  });

  it('is not looked for by what does not name it', () => {
    expect(list(access, { filter: 'status = "a"', sort: 'created_at' }).order).toHaveLength(1);
  });
});

describe('what is shown when nothing is named', () => {
  it.each(['price', 'created_by'])('leaves out %s everywhere', (name) => {
    const access = new Denied('posts', name, ['show']);
    const shown = parseShowRequest({});
    const all = names(list(new RuledFieldAccess(), {}).output);
    const rest = all.filter((each) => each !== name);
    expect(rest).toHaveLength(all.length - 1);
    expect(names(list(access, {}).output)).toEqual(rest);
    expect(names(list(access, { fields: '*' }).output)).toEqual(rest);
    expect(names(planGet(ctx, access, world, shape, shown).output)).toEqual(rest);
    expect(names(planCreate(ctx, access, world, shape, shown).output)).toEqual(rest);
    expect(names(planUpdate(ctx, access, world, shape, { ...shown, sets: [] }).output)).toEqual(rest);
  });

  it('leaves out what an expanded record would show of it', () => {
    const access = new Denied('people', 'name', ['show']);
    const [author] = list(access, { expand: 'author', fields: 'author' }).output.members;
    expect(author).toMatchObject({ kind: 'field', field: { name: 'author' } });
    expect(author?.kind === 'field' && names(author.expand!.output as Output)).not.toContain('name');
  });
});

it('denies system columns like any other', () => {
  const access = new Denied('posts', 'created_by', ['filter', 'sort', 'show']);
  expect(refusal(() => list(access, { filter: 'created_by = "u"' }))).toContain("Unknown field 'created_by'");
  expect(refusal(() => list(access, { created_by: 'u' }))).toContain("Unknown parameter 'created_by'");
  expect(refusal(() => list(access, { sort: 'created_by' }))).toContain("Unknown field 'created_by'");
});

it('keeps the order that no request asks for', () => {
  const access = new Denied('posts', 'created_at', ['sort', 'show', 'filter']);
  expect(list(access, {}).order).toEqual(list(new RuledFieldAccess(), {}).order);
});

it('takes no cursor of an order by what the caller may not sort by', () => {
  const { order } = list(new RuledFieldAccess(), { sort: 'price' });
  const cursor = encodeCursor(orderSignature(order), [1, '01890000-0000-7000-8000-000000000001']);
  const access = new Denied('posts', 'price', ['sort']);
  expect(refusal(() => list(new RuledFieldAccess(), { sort: 'price', cursor }))).toBe('accepted');
  expect(refusal(() => list(access, { sort: 'price', cursor }))).toContain("Unknown field 'price'");
  expect(refusal(() => list(access, { cursor }))).toContain('QUERY_CURSOR');
});

it('lets hooks narrow by what the caller cannot read, and by relations that the caller cannot follow', () => {
  const access = new Denied('posts', 'price', ['filter', 'show', 'sort']);
  const shown = parseListRequest({}, shape, access.columns(ctx, world, 'list', 'filter'));
  const { where } = planList(ctx, access, world, shape, narrowed(shown, ['price > 1 && author.name != ""']));
  expect(where).toMatchObject({ items: [{ op: '>' }, { left: { path: [{ visibleIf: null }] } }] });
});

it('lets rules read what the caller cannot', () => {
  const ruled = { ...shape, rules: { ...OPEN, list: 'price > 1' } };
  const access = new Denied('posts', 'price', ['filter', 'show', 'sort']);
  const request = parseListRequest({}, ruled, access.columns(ctx, world, 'list', 'filter'));
  expect(planList(ctx, access, world, ruled, request).where).toMatchObject({ kind: 'compare' });
});
