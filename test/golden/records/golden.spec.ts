/**
 * The text of every kind of statement, under review. Each text is also prepared and
 * run on the real engine, so that a golden file can never hold SQL that an engine refuses.
 */
import { RuledFieldAccess } from '#domain/query/ruled-field-access';
import { parseAggregateRequest } from '#domain/query/parse-aggregate-request';
import { parseChangeRequest } from '#domain/query/parse-change-request';
import { parseListRequest } from '#domain/query/parse-list-request';
import { planAggregate } from '#domain/query/plan-aggregate';
import { planSecrets } from '#domain/query/plan-secrets';
import { planSelect, planUpdateAtOnce } from '#domain/query/plan-select';
import { planCreate, planDelete, planGet, planList, planUpdate } from '#domain/query/plan-records';
import type { ListPlan, UpdatePlan } from '#domain/query/record-plan';
import { narrowed, parseShowRequest } from '#domain/query/parse-show-request';
import { encodeCursor } from '#domain/query/cursor';
import type { RequestContext } from '#domain/kernel/request-context';
import { EVERY_COLUMN } from '#domain/rules/column-resolver';
import { Catalog } from '#domain/schema/catalog';
import type { Rules } from '#domain/schema/collection';
import { bindStatement } from '#sql/bind';
import { compileAggregate } from '#sql/compile-aggregate';
import {
  compileClearReferences,
  compileDeleteRows,
  compileDeleteSelect,
  compileFindReferrers,
  compileHold,
  compileReferrerKeys,
  compileTouch,
} from '#sql/compile-delete';
import { compileEraseByIds } from '#sql/compile-erase';
import { compileFindAccounts } from '#sql/compile-find-accounts';
import { compileCountChanges, compileUse } from '#sql/compile-counts';
import { compileDifference } from '#sql/compile-difference';
import { compileGuards } from '#sql/compile-guards';
import { compileInsert } from '#sql/compile-insert';
import { compileLink, compileUnlink } from '#sql/compile-junctions';
import { compileList } from '#sql/compile-list';
import { compileCount, compileGet, compileGetMany, compileRender } from '#sql/compile-read';
import { compileMatch } from '#sql/compile-match';
import { compileSelect } from '#sql/compile-select';
import { compileComparison, compileJudgement, compileSurvey } from '#sql/compile-trial';
import { compileProbe, compileUpdate, compileUpdateAll } from '#sql/compile-update';
import type { Dialect } from '#sql/dialect/dialect';
import { postgres } from '#sql/dialect/postgres';
import { sqlite } from '#sql/dialect/sqlite';
import { outlineRule, type OutlinedRule, partsOfOutline } from '#domain/rules/outline-rule';
import type { GivenValue, Operand } from '#domain/rules/condition';
import type { Statement } from '#sql/sql-fragment';
import { type Engine, openEngines } from './engines';
import { expectReviewed } from './reviewed-text';
import { VALUES, writeSample } from './sample-rows';
import {
  ACCOUNT,
  MEMBER,
  SESSION,
  SUPERADMIN,
  catalogWith,
  computedCatalog,
  encryptedCatalog,
  maskedCatalog,
  relatedCatalog,
  tableTexts,
} from './world';

const FIELDS = new RuledFieldAccess();

interface Sample extends Statement {
  /** Literals of its filter. */
  readonly given?: readonly GivenValue[];
}

type Compile = (dialect: Dialect) => Sample;

type OfList = (plan: ListPlan, dialect: Dialect) => Statement;

type OfUpdate = (plan: UpdatePlan, dialect: Dialect) => Statement;

function list(query: Record<string, string>, rules: Partial<Rules> = {}, ctx = MEMBER, compile?: OfList): Compile {
  return listIn(catalogWith(rules), query, ctx, compile);
}

function listIn(
  shapes: Catalog,
  query: Record<string, string>,
  ctx: RequestContext = MEMBER,
  compile: OfList = compileList,
): Compile {
  const shape = shapes.find('posts')!;
  const request = parseListRequest(query, shape, EVERY_COLUMN);
  return (dialect) => ({ ...compile(planList(ctx, FIELDS, shapes, shape, request), dialect), given: request.given });
}

function aggregate(query: Record<string, string>, ctx = MEMBER, shapes = catalogWith()): Compile {
  const shape = shapes.find('posts')!;
  const request = parseAggregateRequest(query, shape, EVERY_COLUMN);
  const plan = planAggregate(ctx, FIELDS, shapes, shape, request);
  return (dialect) => ({ ...compileAggregate(plan, dialect), given: request.given });
}

function get(query: Record<string, string>, rules: Partial<Rules> = {}, ctx = MEMBER, compile = compileGet): Compile {
  const catalog = catalogWith(rules);
  return (dialect) => compile(planGet(ctx, FIELDS, catalog, catalog.find('posts')!, parseShowRequest(query)), dialect);
}

function ruleOf(text: string): OutlinedRule {
  return outlineRule(text, { collection: posts, catalog, operation: 'view' });
}

function judgement(text: string): Compile {
  const { condition, outline } = ruleOf(text);
  const parts = partsOfOutline(outline);
  const seen = parts.flatMap(({ values }) => values.map(({ of }) => of));
  const values = seen.filter((of): of is Operand => of !== null && of !== 'groups');
  const plan = { collection: posts, rule: condition, parts: parts.map((part) => part.condition), values };
  return (dialect) => compileJudgement(plan, dialect).statement;
}

/** As hooks narrow them: by a field and a relation, as rules are written. */
const NARROWED = ['views > 3', 'author.account = @request.auth.id'];

function narrowedGet(dialect: Dialect): Statement {
  const request = narrowed(parseShowRequest({ fields: 'id' }), NARROWED);
  return compileGet(planGet(MEMBER, FIELDS, catalog, posts, request), dialect);
}

function narrowedList(dialect: Dialect): Sample {
  const request = narrowed(parseListRequest({ fields: 'id', published: 'true' }, posts, EVERY_COLUMN), NARROWED);
  return { ...compileList(planList(MEMBER, FIELDS, catalog, posts, request), dialect), given: request.given };
}

function create(query: Record<string, string>, rule: string, ctx = MEMBER): Compile {
  const catalog = catalogWith({ create: rule });
  return (dialect) =>
    compileInsert(planCreate(ctx, FIELDS, catalog, catalog.find('posts')!, parseShowRequest(query)), dialect);
}

function update(sets: readonly string[], rule: string, compile: OfUpdate = compileUpdate): Compile {
  return updateIn(catalogWith({ update: rule }), 'id,Title', sets, compile);
}

function updateIn(
  shapes: Catalog,
  fields: string,
  sets: readonly string[],
  compile: OfUpdate = compileUpdate,
): Compile {
  const shape = shapes.find('posts')!;
  const set = shape.fields.filter(({ name }) => sets.includes(name));
  const plan = planUpdate(MEMBER, FIELDS, shapes, shape, { ...parseShowRequest({ fields }), sets: set });
  return (dialect) => compile(plan, dialect);
}

function updateAll(rule: string): Compile {
  const sets = ['meta', 'author'].map(fieldNamed);
  const shapes = catalogWith({ update: rule });
  return (dialect) => compileUpdateAll(planUpdateAtOnce(MEMBER, shapes, shapes.find('posts')!, sets), dialect);
}

/** Records of which a filter selects some, under a rule that asks what is written. */
function select(statement: 'count' | 'find' | 'hold'): Compile {
  const shapes = catalogWith({ list: 'published', update: '@owns_record && changed(Title)' });
  const collection = shapes.find('posts')!;
  const request = parseChangeRequest({ filter: "views > 3 && author.name != 'x'", expect: '2' });
  const sets = collection.fields.filter(({ name }) => name === 'Title');
  const plan = planSelect(MEMBER, FIELDS, shapes, collection, request, 'update', sets);
  return (dialect) => ({ ...compileSelect(plan, dialect)[statement], given: request.given });
}

const catalog = catalogWith();
const posts = catalog.find('posts')!;
const fieldNamed = (name: string) => posts.fields.find((field) => field.name === name)!;
const remove = planDelete(MEMBER, catalogWith({ delete: '@is_creator' }), posts);
const after = encodeCursor('-day,+Title,+id', ['2026-01-31', 'a', 'p01']);
const atNull = encodeCursor('-day,+Title,+id', [null, 'a', 'p01']);
const afterNewest = encodeCursor('-max(posts_via_parent.day),-id', ['2026-01-31', 'p01']);
const secret = encryptedCatalog({ view: 'published' });
const secretPosts = secret.find('posts')!;
const SECRET_FIELDS = parseShowRequest({ fields: 'id,meta,note' });
const BY_JSON = 'meta.color = "red" && meta.a[0]."b c" > 2 && meta.tags[*].x ~ "x" && parent.meta.a = null';

const CASES: Readonly<Record<string, Compile>> = {
  get: get({ fields: 'id,Title,views,published,publishedAt,day,meta' }, { view: 'published || @owns_record' }),
  'get-whole': get({}),
  'get-spanning-accounts': get({ fields: 'id' }, { view: null }, SUPERADMIN),
  'get-expanded': get({ fields: 'Title,author,tags,owner,vault', expand: 'author.organization,tags,owner,vault' }),
  'get-many': get({ fields: 'id,Title' }, { view: 'published' }, MEMBER, compileGetMany),
  'get-narrowed': narrowedGet,
  'list-narrowed': narrowedList,
  'list-default': list({ fields: 'id,Title' }),
  'list-spanning-accounts': list({ fields: 'id' }, {}, SUPERADMIN),
  'list-with-account-names': list({ fields: 'id,account_name' }, {}, SUPERADMIN),
  'list-filtered': list({ fields: 'id', filter: "views > 3 && Title ~ 'a' && author.organization.name != 'x'" }),
  'list-filtered-by-json': list({ fields: 'id', filter: BY_JSON, sort: '-meta.price:number' }),
  'list-filtered-by-members': list({ fields: 'id', filter: "tags.name IN ('a', 'b') || labels = 'a'" }),
  'list-under-rule': list({ fields: 'id' }, { list: "author.account = @request.auth.id || @has_group('editors')" }),
  'list-sorted': list({ fields: 'id', sort: '-day,Title,author.name' }),
  'list-expanded': list({ fields: 'Title,author,tags', expand: 'author.organization,tags' }),
  'list-sorted-back': list({ fields: 'id', sort: '-max(posts_via_parent.day)', cursor: afterNewest }),
  'list-equality': list({ fields: 'id', published: 'true', views: '3' }),
  'list-filtered-back': list({ filter: "posts_via_parent.Title = 'a' && sum(author.posts_via_author.views) > 5" }),
  'list-expanded-back': list({ fields: 'posts_via_parent.Title,id', expand: 'posts_via_parent' }),
  'list-keyset-first': list({ fields: 'id', cursor: '', include_count: 'true' }),
  'list-keyset-after': list({ fields: 'id', sort: '-day,Title', cursor: after }),
  'list-keyset-before': list({ fields: 'id', sort: '-day,Title', cursor_before: after }),
  'list-keyset-after-null': list({ fields: 'id', sort: '-day,Title', cursor: atNull }),
  'list-keyset-indexed': list({ fields: 'id', sort: '-author', cursor: encodeCursor('-author,-id', ['a1', 'p05']) }),
  'list-keyset-by-id': list({ fields: 'id', cursor: encodeCursor('-id', ['p05']) }),
  'list-masked': listIn(maskedCatalog(), { fields: 'Title,views,rating,publishedAt,day' }),
  'list-masked-expanded': listIn(maskedCatalog(), { fields: 'author', expand: 'author' }),
  'list-computed': listIn(computedCatalog(), { fields: 'score,slug,good,many,age' }),
  'list-computed-filtered': listIn(computedCatalog(), {
    fields: 'id',
    filter: 'good && parent.slug != "a-x"',
    sort: '-score,parent.slug',
  }),
  'list-computed-back': listIn(relatedCatalog({ view: 'published' }), {
    fields: 'replies,author.fame',
    expand: 'author',
    filter: 'replies > 1 && author.fame != null',
    sort: '-replies',
    cursor: '',
  }),
  'list-computed-back-under-rule': listIn(relatedCatalog({ list: 'replies > 1 && author.fame > 5' }), { fields: 'id' }),
  'aggregate-computed': aggregate({ functions: 'sum(score),max(slug)', group_by: 'good' }, MEMBER, computedCatalog()),
  'update-computed': updateIn(computedCatalog({ update: 'good' }), 'id,score,slug', ['Title', 'views']),
  'get-encrypted': (dialect) => compileGet(planGet(MEMBER, FIELDS, secret, secretPosts, SECRET_FIELDS), dialect),
  'get-secrets': (dialect) =>
    compileGet(planSecrets(MEMBER, FIELDS, secret, secretPosts, { ...SECRET_FIELDS, fields: null }), dialect),
  'list-encrypted': listIn(secret, { fields: 'id,meta,note', filter: 'published', sort: '-day' }),
  'insert-encrypted': (dialect) =>
    compileInsert(planCreate(MEMBER, FIELDS, secret, secretPosts, SECRET_FIELDS), dialect),
  'update-encrypted': updateIn(encryptedCatalog({ update: 'published' }), 'id,meta,note', ['meta', 'note']),
  'aggregate-counted': aggregate({ functions: 'count()', group_by: 'author.name,week(publishedAt),month(day)' }),
  'aggregate-back': aggregate({
    functions: 'avg(posts_via_parent.length)',
    group_by: 'max(author.posts_via_author.views)',
  }),
  'aggregate-all': aggregate({ functions: 'count(),count(distinct Title),min(day)', filter: 'views > 3' }, SUPERADMIN),
  'aggregate-summed': aggregate({
    functions: 'sum(views),avg(views),max(Title)',
    group_by: 'Title',
    having: 'sum(views) > 5 && max_Title != "x"',
    sort: '-sum(views)',
  }),
  'count-filtered': list({ filter: 'views > 3 && author.name = "a"' }, {}, MEMBER, compileCount),
  'count-others': list({ filter: 'author.organization != "o1"' }, {}, MEMBER, compileCount),
  'total-difference': list({ filter: 'views > 3 && tags.name != "x"' }, {}, MEMBER, compileDifference),
  'render-expanded': (dialect) =>
    compileRender(
      planGet(MEMBER, FIELDS, catalog, posts, parseShowRequest({ fields: 'id,tags', expand: 'tags' })).output,
      dialect,
    ),
  insert: create({ fields: 'id,Title,tags' }, ''),
  'insert-with-account-name': create({ fields: 'id,account_name' }, '', SUPERADMIN),
  'insert-under-rule': create(
    { fields: 'id,Title' },
    "@request.data.views < 10 && author.account = @request.auth.id && tags.name != 'x'",
  ),
  update: update(['Title', 'views'], ''),
  'update-masked': updateIn(maskedCatalog(), 'id,Title,day', ['Title']),
  'update-under-rule': update(['author', 'tags', 'meta'], 'author.account = @request.auth.id && !changed(tags)'),
  'update-rule-of-other-fields': update(['Title'], 'published'),
  'update-all': updateAll('author.account = @request.auth.id && changed(meta) && views < 9'),
  'update-probe': update(['Title'], 'published && changed(Title)', compileProbe),
  match: (dialect) =>
    compileMatch({ kind: 'match', collection: posts, on: [fieldNamed('Title'), fieldNamed('views')] }, dialect),
  'select-count': select('count'),
  'select-find': select('find'),
  'select-hold': select('hold'),
  'delete-select': (dialect) => compileDeleteSelect(remove, dialect),
  'delete-hold': (dialect) => compileHold(posts, dialect),
  locate: (dialect) => compileFindAccounts(posts, dialect),
  'trial-judgement': judgement(
    "(author.account = @request.auth.id || tags.name ~ @request.auth.email) && @has_group('editors') && labels = 'a'",
  ),
  'trial-comparison': (dialect) =>
    compileComparison(
      { collection: posts, before: ruleOf('published').condition, after: ruleOf('owner.id != null').condition },
      dialect,
    ),
  'trial-survey': (dialect) =>
    compileSurvey({ collection: posts, where: ruleOf("owner = @request.auth.id && Title != 'x'").condition }, dialect)
      .statement,
  'delete-rows': (dialect) => compileDeleteRows(posts, dialect),
  'referrers-find': (dialect) => compileFindReferrers(posts, fieldNamed('author'), dialect),
  'referrers-keys': (dialect) => compileReferrerKeys(posts, fieldNamed('author'), dialect),
  'referrers-find-links': (dialect) => compileFindReferrers(posts, fieldNamed('tags'), dialect),
  'referrers-clear': (dialect) => compileClearReferences(posts, fieldNamed('author'), dialect),
  'referrers-clear-links': (dialect) => compileClearReferences(posts, fieldNamed('tags'), dialect),
  touch: (dialect) => compileTouch(posts, dialect),
  unlink: (dialect) => compileUnlink(fieldNamed('tags'), dialect),
  link: (dialect) => compileLink(fieldNamed('tags'), dialect),
  guards: compileGuards,
  'count-changes': compileCountChanges,
  'account-use': compileUse,
  'erase-by-ids': (dialect) => compileEraseByIds(posts, dialect),
};

/** Values that fit every statement and change nothing. */
const PARAMETERS = {
  credential: SESSION,
  account: ACCOUNT,
  id: 'none',
  skip: 0,
  limit: 2,
  share: 1000,
  answer: 10_000,
  fetch: 3,
  k0: '2026-01-31',
  k1: 'a',
  k2: 'p01',
  rows: '[]',
  keys: '[]',
  links: '[]',
  callers: '[]',
  changes: '[]',
  accounts: '[]',
  credentials: '[]',
  updated_at: '2026-01-01T00:00:00.000Z',
  updated_by: 'u',
  ids: '[]',
};

let engines: Engine[];

beforeAll(async () => {
  engines = await openEngines();
  for (const engine of engines) {
    for (const text of tableTexts(engine.dialect.name)) await engine.all(text);
    await writeSample(engine, catalog);
  }
});

afterAll(async () => {
  await Promise.all(engines.map((engine) => engine.close()));
});

describe.each(Object.keys(CASES))('%s', (name) => {
  it.each(['sqlite', 'postgres'] as const)('has the reviewed text on %s', (kind) => {
    const dialect = kind === 'sqlite' ? sqlite : postgres;
    expectReviewed(name, dialect, CASES[name]!(dialect).text);
  });

  it('runs', async () => {
    for (const engine of engines) {
      const statement = CASES[name]!(engine.dialect);
      const values = bindStatement(statement, {
        request: { ...VALUES, given: statement.given ?? [] },
        parameters: PARAMETERS,
        stored: { Title: 'x', views: 1, tags: [] },
      });
      expect(Array.isArray(await engine.all(statement.text, values))).toBe(true);
    }
  });
});

/** In a join, SQLite 3.52 counts the rows of the subquery for OFFSET: pages repeat records. */
test.each(["tags.name IN ('a', 'b')", "labels = 'a'", 'labels != null', "tags.name ~ 'a%' && labels = 'b'"])(
  'a list where %s is not made a join on SQLite',
  async (filter) => {
    const engine = engines.find(({ dialect }) => dialect.name === 'sqlite')!;
    const statement = list({ fields: 'id', filter })(engine.dialect);
    const values = bindStatement(statement, {
      request: { ...VALUES, given: statement.given ?? [] },
      parameters: PARAMETERS,
      stored: {},
    });
    const steps = (await engine.all(`EXPLAIN QUERY PLAN ${statement.text}`, values)).map(({ detail }) =>
      String(detail),
    );
    expect(steps.filter((step) => step.startsWith('CORRELATED SCALAR SUBQUERY')).length).toBeGreaterThan(0);
    expect(steps.filter((step) => /\bEXISTS\b/.test(step))).toEqual([]);
  },
);

/** What a statement does for each of the rows that it is given must not be to walk through a table. */
test.each(['update', 'update-under-rule', 'update-all', 'delete-select', 'delete-hold', 'delete-rows', 'touch'])(
  '%s looks its rows up by their keys on SQLite',
  async (name) => {
    const engine = engines.find(({ dialect }) => dialect.name === 'sqlite')!;
    const statement = CASES[name]!(engine.dialect);
    const values = bindStatement(statement, { request: VALUES, parameters: PARAMETERS, stored: {} });
    const steps = (await engine.all(`EXPLAIN QUERY PLAN ${statement.text}`, values)).map(({ detail }) =>
      String(detail),
    );
    const ofTable = steps.filter((step) => /^(SEARCH|SCAN) (r|col_posts)\b/.test(step));
    expect(ofTable).toHaveLength(1);
    expect(ofTable[0]).toContain('USING PRIMARY KEY (account_id=? AND id=?)');
    const byIds = ['update-all', 'delete-hold'].includes(name);
    if (!byIds) expect(steps.indexOf('SCAN e')).toBe(name.startsWith('update') ? 2 : 4);
  },
);
