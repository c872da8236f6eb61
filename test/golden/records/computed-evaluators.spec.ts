/** Random computed fields, on rows at the edges: what they show, how they order, and what conditions on them find, in memory and on both engines. */
import fc from 'fast-check';
import { DomainError } from '#domain/kernel/errors';
import type { Output } from '#domain/query/record-plan';
import { compileRule } from '#domain/rules/compile-rule';
import type { Condition } from '#domain/rules/condition';
import { evaluateCondition } from '#domain/rules/evaluate';
import { ownColumn } from '#domain/rules/own-column';
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
import { randomRuns, scaled } from '../../support/random-runs';
import type { Engine, Row } from './engines';
import { closeWorld, openWorld, same } from './on-every-engine';
import { COMPUTED, madeOf, randomComputed, remadeOf } from './random-rule';
import { relationsIn, rowsOf, VALUES } from './sample-rows';
import { ACCOUNT, catalogWith } from './world';

type Expressions = Readonly<Record<ComputedType, string>>;

const TIMEOUT_MS = scaled(120_000);

const stored = catalogWith();
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
  if (!checkComputedFields(unindexed, new DefinitionProblems())) return null;
  const indexed = added.filter((field) => field.computed!.returns === type && indexRefusal(unindexed, field) === null);
  const posts = {
    ...unindexed,
    indexes: indexed.map(({ name }) => ({ name: `ix_${name}`, fields: [name], unique: false })),
  };
  return { posts, catalog: new Catalog(1, [posts, ...others]) };
}

function ruleOf(text: string, posts: Collection, catalog: Catalog): Condition | null {
  try {
    return compileRule(text, { collection: posts, catalog, operation: 'list' });
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}

async function select({ dialect, all }: Engine, column: SqlFragment, order: SqlFragment): Promise<Row[]> {
  const from = sql(' AS "value" FROM "col_posts" AS r WHERE r."account_id" = ', parameter('account', 'text'));
  const statement = renderStatement(dialect, sql('SELECT r."id", ', column, from, ' ORDER BY ', order));
  return all(statement.text, bindStatement(statement, { request: VALUES, parameters: { account: ACCOUNT } }));
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

it(
  'answers as one',
  async () => {
    let defined = 0;
    let indexed = 0;
    await fc.assert(
      fc.asyncProperty(randomComputed, fc.constantFrom(...COMPUTED), async ({ made, remade, rule }, sorted) => {
        const world = define(made, remade, sorted);
        if (world === null) return;
        defined += 1;
        const { posts, catalog } = world;
        await withIndexes(posts, async () => {
          const fields = posts.fields.filter(({ type }) => type === 'computed');
          const whole = rows.map((row) => withComputed(posts, row, VALUES.now));
          const shown = whole.map((row) => Object.fromEntries(fields.map(({ name }) => [name, row[name]])));
          const members: Output['members'] = fields.map((field) => ({
            kind: 'field',
            field,
            expand: null,
            mask: null,
          }));
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
            const terms = compileOrder(frame, [{ operand: ownColumn(posts, field), descending: false }], false);
            const found = await select(engine, BY_ID, sql(orderBy(frame, terms), ', ', BY_ID));
            return found.map(({ id }) => id);
          });
          // The rows are in the order of their ids.
          const byValue = whole.toSorted((one, other) => compare(one[name]!, other[name]!));
          expect(ordered).toEqual(byValue.map(({ id }) => id));

          const condition = ruleOf(rule, posts, catalog);
          if (condition === null) return;
          const truths = await same(async (engine) => {
            const truth = sql('(', compileCondition(recordFrame(engine.dialect), condition), ')');
            return (await select(engine, truth, BY_ID)).map(({ value }) => (value === null ? null : Boolean(value)));
          });
          expect(truths).toEqual(rows.map((row) => evaluateCondition(condition, { row, values: VALUES, relations })));
        });
      }),
      randomRuns(100),
    );
    expect(defined).toBeGreaterThan(30);
    expect(indexed).toBeGreaterThan(20);
  },
  TIMEOUT_MS,
);
