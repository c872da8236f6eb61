/** Random paths into random json, on rows and behind relations: what conditions find and how lists are ordered, in memory and on both engines. */
import fc from 'fast-check';
import { DomainError } from '#domain/kernel/errors';
import { EVERY_COLUMN } from '#domain/rules/column-resolver';
import { compileFilter } from '#domain/rules/compile-filter';
import { compileRule } from '#domain/rules/compile-rule';
import type { Condition, Operand } from '#domain/rules/condition';
import { evaluateCondition } from '#domain/rules/evaluate';
import { evaluateOperand } from '#domain/rules/evaluate-operand';
import type { Relations, Row as StoredRow } from '#domain/rules/evaluation';
import { filterTemplate } from '#domain/rules/filter-template';
import { writtenPath } from '#domain/rules/json-path';
import { type JsonStep, ORDERED_IN_JSON } from '#domain/rules/json-step';
import { resolveSortColumn } from '#domain/rules/resolve-sort-column';
import { compareText } from '#domain/rules/text-order';
import type { JsonValue } from '#domain/schema/collection';
import { physicalIndexes } from '#domain/schema/physical-indexes';
import { bindStatement } from '#sql/bind';
import { compileCondition, conditionTerms } from '#sql/compile-condition';
import { compileCreateIndex } from '#sql/compile-ddl-index';
import { compileOrder, orderBy } from '#sql/compile-order';
import { driverValue } from '#sql/driver-value';
import type { Frame } from '#sql/frame';
import { recordFrame } from '#sql/read-frame';
import { renderStatement } from '#sql/render-statement';
import { type SqlFragment, joinSql, parameter, sql } from '#sql/sql-fragment';
import { agreementRuns, scaled, SEED } from '../../support/random-runs';
import type { Engine, Row } from './engines';
import { closeWorld, openWorld, same } from './on-every-engine';
import { rowsOf, TEXTS, VALUES } from './sample-rows';
import { ACCOUNT, catalogWith } from './world';

const TIMEOUT_MS = scaled(120_000);

/** Names that an engine could take for something else, and some that it could lose on the way. */
const ODD_KEYS = [
  '0',
  '-1',
  '__proto__',
  'constructor',
  'length',
  'a.b',
  'say "x"',
  "o'b",
  'a\\b',
  '',
  '😀é',
  '$[0]',
  '*',
  'a\nb',
];
const key = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('a', 'b') },
  { weight: 1, arbitrary: fc.constantFrom(...ODD_KEYS) },
);
/** SQLite takes some of these, as they are written, for their neighbours. */
const NUMBERS = [
  0,
  1,
  -1,
  2.5,
  0.1,
  7.6596495,
  48.8750076,
  0.30000000000000004,
  5994.473749830006,
  1e21,
  2 ** 60,
  2 ** 63,
  -1e300,
  5e-324,
  0.1 + 0.7,
];

const scalar = fc.oneof<fc.Arbitrary<JsonValue>[]>(
  fc.constantFrom(...TEXTS, 'true', 'null', '1'),
  fc.oneof(fc.constantFrom(...NUMBERS), fc.double({ noNaN: true, noDefaultInfinity: true })),
  fc.boolean(),
  fc.constant(null),
);
const document = fc.letrec<{ value: JsonValue; list: JsonValue; object: JsonValue }>((tie) => ({
  value: fc.oneof({ maxDepth: 4, depthSize: 'medium' }, scalar, tie('list'), tie('object')),
  list: fc.array(tie('value'), { maxLength: 3 }),
  object: fc
    .array(fc.tuple(key, tie('value')), { minLength: 2, maxLength: 6, size: 'max' })
    .map((members) => Object.fromEntries(members)),
}));
const nonNull = fc.oneof(
  { weight: 6, arbitrary: document.object },
  { weight: 2, arbitrary: document.list },
  { weight: 1, arbitrary: document.value.filter((value) => value !== null) },
);

const catalog = catalogWith();
const posts = catalog.find('posts')!;
const documents = fc.sample(nonNull, { numRuns: rowsOf('posts').length, seed: SEED });
const rows: readonly StoredRow[] = rowsOf('posts').map((row, index) => ({
  ...row,
  meta: index % 10 === 9 ? null : documents[index]!,
}));
const byId = new Map(rows.map((row) => [row['id'] as string, row]));
const relations: Relations = { find: (target, id) => (target?.name === 'posts' ? byId.get(id) : undefined) };

const step: fc.Arbitrary<JsonStep> = fc.oneof({ weight: 5, arbitrary: key }, { weight: 2, arbitrary: fc.nat(3) });
const anyStep = fc.oneof({ weight: 3, arbitrary: step }, { weight: 2, arbitrary: fc.constant(null) });
const start = fc.constantFrom<string[]>(['meta'], ['meta'], ['parent', 'meta'], ['parent', 'parent', 'meta']);

function pathOf(of: fc.Arbitrary<JsonStep>, maxLength: number): fc.Arbitrary<string> {
  return fc.tuple(start, fc.array(of, { minLength: 1, maxLength })).map(([names, steps]) => writtenPath(names, steps));
}

const one = pathOf(step, 3);
const some = fc.oneof(one, pathOf(anyStep, 3));
const comparison = fc.constantFrom('=', '!=', '<', '<=', '>', '>=');
const text = fc.constantFrom(...TEXTS, 'true', 'null').map(quoted);
const number = fc.constantFrom(...NUMBERS).map(String);

function quoted(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

function joined(...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  return fc.tuple(...parts).map((texts) => texts.join(' '));
}

const { condition: randomCondition } = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    joined(some, comparison, text),
    joined(number, comparison, some),
    joined(some, comparison, fc.constantFrom('Title', 'views', 'rating')),
    joined(some, fc.constantFrom('= true', '!= false', '= published', 'IS NULL', '!= null', '')),
    joined(some, fc.constantFrom('~', '!~'), fc.constantFrom("'a'", "'A%'", "'_'", "''", "'😀'")),
    fc
      .tuple(
        some,
        fc.constantFrom('IN', 'NOT IN'),
        fc.oneof(fc.array(text, { maxLength: 2 }), fc.array(number, { maxLength: 2 })),
        fc.constantFrom('', ', null'),
      )
      .map(([path, op, items, more]) => `${path} ${op} (${items.join(', ')}${items.length > 0 ? more : ''})`),
    joined(
      one.map((path) => `length(${path})`),
      comparison,
      fc.constantFrom('0', '1', '2'),
    ),
    joined(
      one.map((path) => `(${path} * 2 + 1)`),
      comparison,
      number,
    ),
    joined(
      one.map((path) => `coalesce(${path}, '-')`),
      comparison,
      text,
    ),
    tie('condition').map((inner) => `!(${inner})`),
    fc.tuple(tie('condition'), fc.constantFrom('&&', '||'), tie('condition')).map((parts) => `(${parts.join(' ')})`),
  ),
}));

/** That conditions and sorts are answered from. */
const INDEXES = [
  'meta.a:text',
  'meta.b:text',
  'meta.a:number',
  'meta.b:number',
  'meta.a:boolean',
  'meta.a[0]:text',
].map((term, number) => ({ name: `ix_inside_${number}`, fields: [term], unique: false }));

const place = {
  collection: posts,
  catalog,
  columns: EVERY_COLUMN,
  showsUserDetails: () => true,
  computedOf: () => undefined,
};
const seen = { ...place, visibilityOf: () => ({ kind: 'constant', value: true }) as const };

function orNull<T>(compile: () => T): T | null {
  try {
    return compile();
  } catch (error) {
    // Three lists in a list are more than a path may go through.
    if (error instanceof DomainError) return null;
    throw error;
  }
}

beforeAll(async () => {
  await openWorld();
  await same(async ({ dialect, all }) => {
    for (const { id, meta } of rows) {
      const set = `UPDATE "col_posts" SET "meta" = ${dialect.placeholder(1, 'json')} WHERE "id" = ${dialect.placeholder(2, 'text')}`;
      await all(set, [driverValue(dialect.booleans, 'json', meta), id as string]);
    }
    const indexes = physicalIndexes({ ...posts, indexes: INDEXES });
    for (const index of indexes.filter(({ name }) => name.startsWith('ix_inside'))) {
      await all(compileCreateIndex(posts, index, dialect).text);
    }
    // Of so few rows PostgreSQL would search no index.
    if (dialect.name === 'postgres') await all('SET enable_seqscan = off');
  });
});
afterAll(closeWorld);

async function select(
  { dialect, all }: Engine,
  column: SqlFragment,
  where: readonly SqlFragment[],
  order: SqlFragment,
  given: string,
): Promise<Row[]> {
  const isOurs = sql('r."account_id" = ', parameter('account', 'text'));
  const from = sql(
    ' AS "value" FROM "col_posts" AS "r" WHERE ',
    joinSql([isOurs, ...where], ' AND '),
    ' ORDER BY ',
    order,
  );
  const statement = renderStatement(dialect, sql('SELECT r."id", ', column, from));
  const request = { ...VALUES, given: filterTemplate(given).given };
  return all(statement.text, bindStatement(statement, { request, parameters: { account: ACCOUNT } }));
}

const BY_ID = sql('r."id"');
const WAYS = (['each', 'known'] as const).map((way) => ({ way, reach: 'account' }) as const satisfies Frame['follows']);

function truthIn(condition: Condition, row: StoredRow, given: string): boolean | null {
  return evaluateCondition(condition, { row, values: { ...VALUES, given: filterTemplate(given).given }, relations });
}

it(
  'is true, false or unknown alike',
  async () => {
    const answers = new Set<boolean | null>();
    await fc.assert(
      fc.asyncProperty(randomCondition, async (written) => {
        const condition = orNull(() => compileRule(written, { collection: posts, catalog, operation: 'list' }));
        if (condition === null) return;
        const truths = await same(async (engine) => {
          const truth = sql('(', compileCondition(recordFrame(engine.dialect), condition), ')');
          const found = await select(engine, truth, [], BY_ID, written);
          return found.map(({ value }) => (value === null ? null : Boolean(value)));
        });
        const expected = rows.map((row) => truthIn(condition, row, written));
        expect(truths).toEqual(expected);
        for (const truth of expected) answers.add(truth);
      }),
      agreementRuns(300),
    );
    expect(answers.size).toBe(3);
  },
  TIMEOUT_MS,
);

it(
  'finds the same records for a filter, from either end of relations',
  async () => {
    let found = 0;
    await fc.assert(
      fc.asyncProperty(randomCondition, async (written) => {
        const condition = orNull(() => compileFilter(written, seen));
        if (condition === null) return;
        const expected = rows.filter((row) => truthIn(condition, row, written) === true).map(({ id }) => id);
        found += expected.length;
        for (const follows of WAYS) {
          const ids = await same(async (engine) => {
            const where = conditionTerms({ ...recordFrame(engine.dialect), follows }, condition);
            return (await select(engine, BY_ID, where, BY_ID, written)).map(({ id }) => id);
          });
          expect(ids).toEqual(expected);
        }
      }),
      agreementRuns(150),
    );
    expect(found).toBeGreaterThan(100);
  },
  TIMEOUT_MS,
);

/** Null sorts before everything. */
function compare(left: JsonValue, right: JsonValue): number {
  if (left === null || right === null) return Number(left !== null) - Number(right !== null);
  if (typeof left === 'string' && typeof right === 'string') return compareText(left, right);
  return Number(left) - Number(right);
}

function valueIn(operand: Operand, row: StoredRow): JsonValue {
  const holds = (condition: Condition): boolean | null => truthIn(condition, row, '');
  return evaluateOperand(operand, { row, values: VALUES, relations, holds }) ?? null;
}

it(
  'orders alike',
  async () => {
    let ordered = 0;
    await fc.assert(
      fc.asyncProperty(fc.oneof(pathOf(key, 1), one), fc.constantFrom(...ORDERED_IN_JSON), async (path, type) => {
        const operand = resolveSortColumn(`${path}:${type}`, seen);
        const ids = await same(async (engine) => {
          const frame = recordFrame(engine.dialect);
          const terms = compileOrder(frame, [{ operand, descending: false }], false);
          return (await select(engine, BY_ID, [], sql(orderBy(frame, terms), ', ', BY_ID), '')).map(({ id }) => id);
        });
        // The rows are in the order of their ids.
        const expected = rows.toSorted((left, right) => compare(valueIn(operand, left), valueIn(operand, right)));
        if (new Set(rows.map((row) => valueIn(operand, row))).size > 2) ordered += 1;
        expect(ids).toEqual(expected.map(({ id }) => id));
      }),
      agreementRuns(250),
    );
    expect(ordered).toBeGreaterThan(5);
  },
  TIMEOUT_MS,
);
