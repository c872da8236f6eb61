/** Random computed fields, on rows at the edges: what they show, how they order, and what conditions on them find, in memory and on both engines. */
import fc from 'fast-check';
import { DomainError } from '#domain/kernel/errors';
import type { OutputMember } from '#domain/query/record-plan';
import { compileRule } from '#domain/rules/compile-rule';
import type { Condition, RequestValues } from '#domain/rules/condition';
import { evaluateCondition } from '#domain/rules/evaluate';
import { evaluateOperand } from '#domain/rules/evaluate-operand';
import { compileFilter } from '#domain/rules/compile-filter';
import { EVERY_COLUMN } from '#domain/rules/column-resolver';
import type { ComputedOf } from '#domain/rules/checker';
import { asksOthers } from '#domain/rules/computed-value';
import { filterTemplate } from '#domain/rules/filter-template';
import { ownColumn } from '#domain/rules/own-column';
import { relatedFor, relatedIn } from '#domain/rules/related-value';
import { visibilityFor } from '#domain/query/rule-for';
import type { Row as StoredRow } from '#domain/rules/evaluation';
import { compareText } from '#domain/rules/text-order';
import { withComputed } from '#domain/rules/with-computed';
import { Catalog } from '#domain/schema/catalog';
import { checkComputedFields } from '#domain/schema/check-computed-fields';
import { indexRefusal } from '#domain/schema/computed-index';
import type { Collection, ComputedType, Field, JsonValue } from '#domain/schema/collection';
import { DefinitionProblems } from '#domain/schema/definition-problems';
import { physicalIndexes } from '#domain/schema/physical-indexes';
import { bindStatement } from '#sql/bind';
import { compileComputed } from '#sql/compile-computed';
import { compileCondition } from '#sql/compile-condition';
import { compileCreateIndex } from '#sql/compile-ddl-index';
import { compileOrder, orderBy } from '#sql/compile-order';
import { compileBody } from '#sql/compile-output';
import { recordFrame } from '#sql/read-frame';
import { renderStatement } from '#sql/render-statement';
import { type SqlFragment, parameter, sql } from '#sql/sql-fragment';
import { agreementRuns, scaled } from '../../support/random-runs';
import type { Engine, Row } from './engines';
import { closeWorld, openWorld, same } from './on-every-engine';
import { COMPUTED, madeOf, randomComputed, remadeOf } from './random-rule';
import { relationsIn, rowsOf, VALUES } from './sample-rows';
import { ACCOUNT, catalogWith, MEMBER } from './world';

type Values = Readonly<Record<string, JsonValue>>;
type Expressions = Readonly<Record<ComputedType, string>>;

const TIMEOUT_MS = scaled(120_000);

/** Callers see some of the posts; rules see all of them. */
const stored = catalogWith({ view: "Title != 'zz' && author.organization.name != null" });
const rows = rowsOf('posts');
const relations = relationsIn(stored);

beforeAll(async () => {
  await openWorld();
  await same(async ({ dialect, all }) => {
    if (dialect.name !== 'postgres') return;
    // Of so few rows PostgreSQL would search no index.
    await all('SET enable_seqscan = off');
    await all('SET enable_bitmapscan = off');
  });
});
afterAll(closeWorld);

function computed(name: string, returns: ComputedType, expression: string): Field {
  const plain = { required: false, unique: false, default: null, options: {}, collection: null, onDelete: null };
  return { ...plain, id: name, name, type: 'computed', column: '', computed: { expression, returns } };
}

/** null: what is random is too long, or its literals do not fit each other. */
function define(
  made: Expressions,
  remade: Expressions,
  type: ComputedType,
): { readonly posts: Collection; readonly catalog: Catalog } | null {
  const [before, ...others] = stored.collections;
  const added = COMPUTED.flatMap((returns) => [
    computed(madeOf(returns), returns, made[returns]),
    computed(remadeOf(returns), returns, remade[returns]),
  ]);
  const unindexed = { ...before!, fields: [...before!.fields, ...added] };
  if (!checkComputedFields(unindexed, new Catalog(1, [unindexed, ...others]), new DefinitionProblems())) return null;
  const indexed = added.filter((field) => field.computed!.returns === type && indexRefusal(unindexed, field) === null);
  const posts = {
    ...unindexed,
    indexes: indexed.map(({ name }) => ({ name: `ix_${name}`, fields: [name], unique: false })),
  };
  return { posts, catalog: new Catalog(1, [posts, ...others]) };
}

/** Whoever asks for the values, and the values of a condition of theirs. */
interface Asker {
  readonly computedOf: ComputedOf;
  readonly condition: Condition | null;
  readonly request: RequestValues;
}

function ruleIn(text: string, posts: Collection, catalog: Catalog): Asker {
  const condition = orNull(() => compileRule(text, { collection: posts, catalog, operation: 'list' }));
  return { computedOf: relatedIn(catalog), condition, request: VALUES };
}

function filterIn(text: string, posts: Collection, catalog: Catalog): Asker {
  const visibilityOf = visibilityFor(MEMBER, catalog);
  const computedOf = relatedFor(catalog, visibilityOf);
  const place = { collection: posts, catalog, visibilityOf, showsUserDetails: () => true, columns: EVERY_COLUMN };
  const condition = orNull(() => compileFilter(text, { ...place, computedOf }));
  return { computedOf, condition, request: { ...VALUES, given: filterTemplate(text).given } };
}

function orNull(compile: () => Condition): Condition | null {
  try {
    return compile();
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}

async function select(
  { dialect, all }: Engine,
  column: SqlFragment,
  order: SqlFragment,
  request = VALUES,
): Promise<Row[]> {
  const from = sql(' AS "value" FROM "col_posts" AS r WHERE r."account_id" = ', parameter('account', 'text'));
  const statement = renderStatement(dialect, sql('SELECT r."id", ', column, from, ' ORDER BY ', order));
  return all(statement.text, bindStatement(statement, { request, parameters: { account: ACCOUNT } }));
}

const holds = (condition: Condition, { row }: { readonly row: StoredRow | null }): boolean | null =>
  evaluateCondition(condition, { row, values: VALUES, relations });

function valuesOf(row: StoredRow, fields: readonly Field[], posts: Collection, computedOf: ComputedOf): Values {
  return Object.fromEntries(
    fields.map((field) => {
      const operand = ownColumn(posts, field, computedOf);
      return [field.name, evaluateOperand(operand, { row, values: VALUES, relations, holds }) ?? null];
    }),
  );
}

/** Every engine takes the indexes. */
async function withIndexes(posts: Collection, work: () => Promise<void>): Promise<void> {
  const names = posts.indexes.map(({ name }) => name);
  try {
    await same(async ({ dialect, all }) => {
      for (const index of physicalIndexes(posts)) {
        if (names.includes(index.name)) await all(compileCreateIndex(posts, index, dialect).text);
      }
    });
    await work();
  } finally {
    await same(async ({ all }) => {
      for (const name of names) await all(`DROP INDEX IF EXISTS "${name}"`);
    });
  }
}

/** None that an expression is likely to come to whatever the record is: PostgreSQL would find that out. */
const WANTED: Readonly<Record<ComputedType, string | number | boolean>> = {
  text: 'wanted',
  number: 987.5,
  boolean: true,
  datetime: '2026-01-02T03:04:05.678Z',
  date: '2031-01-02',
};

/** Whether the engine looks for a value of the field in its index. */
async function isSearched({ dialect, all }: Engine, posts: Collection, field: Field): Promise<boolean> {
  const { returns } = field.computed!;
  const index = `"ix_${field.name}"`;
  const value = compileComputed(recordFrame(dialect), posts, field);
  const isWanted = dialect.compare('=', returns, value, parameter('wanted', returns));
  const from = `SELECT r."id" FROM "col_posts" AS r${dialect.indexHint(index)} WHERE `;
  // Of a table so small, all indexes that begin with the account cost PostgreSQL the same.
  const isOwn = dialect.name === 'postgres' ? [] : [sql('r."account_id" = ', parameter('account', 'text'), ' AND ')];
  const { text, ...statement } = renderStatement(dialect, sql(from, ...isOwn, isWanted));
  const parameters = { account: ACCOUNT, wanted: WANTED[returns] };
  const bound = bindStatement({ text, ...statement }, { request: VALUES, parameters });
  const explained = dialect.name === 'sqlite' ? `EXPLAIN QUERY PLAN ${text}` : `EXPLAIN ${text}`;
  const plan = (await all(explained, bound)).flatMap(Object.values).join(' ');
  if (dialect.name === 'sqlite') return / AND [^ ]+=\?\)/.test(plan);
  // Or it has looked at the literals, and knows that every record has the value, or none.
  return !/(?<!One-Time )Filter:/.test(plan);
}

const BY_ID = sql('r."id"');

/** Null sorts before everything. */
function compare(one: JsonValue, other: JsonValue): number {
  if (one === null || other === null) return Number(one !== null) - Number(other !== null);
  if (typeof one === 'string' && typeof other === 'string') return compareText(one, other);
  return Number(one) - Number(other);
}

it.each([
  ['a rule', ruleIn],
  ['a caller', filterIn],
])(
  'answers as one, to %s',
  async (_name, askerOf) => {
    let [defined, related, indexed] = [0, 0, 0];
    await fc.assert(
      fc.asyncProperty(randomComputed, fc.constantFrom(...COMPUTED), async ({ made, remade, rule }, sorted) => {
        const world = define(made, remade, sorted);
        if (world === null) return;
        defined += 1;
        const { posts, catalog } = world;
        const { computedOf, condition, request } = askerOf(rule, posts, catalog);
        await withIndexes(posts, async () => {
          const fields = posts.fields.filter(({ type }) => type === 'computed');
          const own = fields.filter((field) => !asksOthers(posts, field));
          related += fields.length - own.length;
          const shown = rows.map((row) => valuesOf(row, fields, posts, computedOf));
          for (const [index, row] of rows.entries()) {
            const whole = withComputed(posts, row, VALUES.now);
            for (const { name } of own) expect(whole[name]).toEqual(shown[index]![name]);
          }
          const members = fields.map((field): OutputMember => {
            const { made: value } = ownColumn(posts, field, computedOf);
            return { kind: 'field', field, expand: null, mask: null, ...(value === undefined ? {} : { made: value }) };
          });
          const bodies = await same(async (engine) => {
            const body = compileBody(recordFrame(engine.dialect), { collection: posts, members });
            return (await select(engine, body, BY_ID)).map(({ value }) => JSON.parse(String(value)) as object);
          });
          expect(bodies).toEqual(shown);

          // Of truths, either engine may find out before that they are the same for every record.
          const [first] = sorted === 'boolean' ? [] : posts.indexes;
          const searched = first && posts.fields.find(({ name }) => name === first.fields[0]);
          if (searched !== undefined) {
            indexed += 1;
            expect(await same((engine) => isSearched(engine, posts, searched))).toBe(true);
          }

          const name = remadeOf(sorted);
          const field = fields.find((one) => one.name === name)!;
          const ordered = await same(async (engine) => {
            const frame = recordFrame(engine.dialect);
            const operand = ownColumn(posts, field, computedOf);
            const terms = compileOrder(frame, [{ operand, descending: false }], false);
            const found = await select(engine, BY_ID, sql(orderBy(frame, terms), ', ', BY_ID));
            return found.map(({ id }) => id);
          });
          // The rows are in the order of their ids.
          const numbers = rows.map((_, index) => index);
          const byValue = numbers.toSorted((one, other) => compare(shown[one]![name]!, shown[other]![name]!));
          expect(ordered).toEqual(byValue.map((index) => rows[index]!['id']));

          if (condition === null) return;
          const truths = await same(async (engine) => {
            const truth = sql('(', compileCondition(recordFrame(engine.dialect), condition), ')');
            const found = await select(engine, truth, BY_ID, request);
            return found.map(({ value }) => (value === null ? null : Boolean(value)));
          });
          expect(truths).toEqual(rows.map((row) => evaluateCondition(condition, { row, values: request, relations })));
        });
      }),
      agreementRuns(50),
    );
    expect(defined).toBeGreaterThan(15);
    expect(related).toBeGreaterThan(15);
    expect(indexed).toBeGreaterThan(10);
  },
  TIMEOUT_MS,
);
