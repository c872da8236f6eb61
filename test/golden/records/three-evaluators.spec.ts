/** One rule, one row, one answer: in memory, on SQLite and (when a server is given) on PostgreSQL. */
import fc from 'fast-check';
import { visibilityFor } from '#domain/query/rule-for';
import { EVERY_COLUMN } from '#domain/rules/column-resolver';
import { compileFilter } from '#domain/rules/compile-filter';
import { compileRule } from '#domain/rules/compile-rule';
import { evaluateCondition } from '#domain/rules/evaluate';
import type { Row as StoredRow } from '#domain/rules/evaluation';
import type { Condition, RequestValues } from '#domain/rules/condition';
import { filterTemplate } from '#domain/rules/filter-template';
import { DomainError } from '#domain/kernel/errors';
import { bindStatement } from '#sql/bind';
import { compileCondition, conditionTerms } from '#sql/compile-condition';
import type { Frame } from '#sql/frame';
import { recordFrame } from '#sql/read-frame';
import { renderStatement } from '#sql/render-statement';
import { joinSql, parameter, sql } from '#sql/sql-fragment';
import { agreementRuns, scaled } from '../../support/random-runs';
import { type Engine, openEngines } from './engines';
import { randomRule } from './random-rule';
import { VALUES, relationsIn, rowsOf, writeSample } from './sample-rows';
import { ACCOUNT, MEMBER, catalogWith, tableTexts } from './world';

const TIMEOUT_MS = scaled(120_000);

const catalog = catalogWith();
const posts = catalog.find('posts')!;
const rows = rowsOf('posts');
const relations = relationsIn(catalog);

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

async function answersOf(engine: Engine, condition: Condition): Promise<string> {
  const frame = recordFrame(engine.dialect);
  const truth = sql('SELECT r."id", (', compileCondition(frame, condition), ') AS "truth" FROM "col_posts" AS r ');
  const where = sql('WHERE r."account_id" = ', parameter('account', 'text'), ' ORDER BY r."id"');
  const statement = renderStatement(engine.dialect, sql(truth, where));
  const values = bindStatement(statement, { request: VALUES, parameters: { account: ACCOUNT } });
  const answers = await engine.all(statement.text, values);
  return answers.map((answer) => `${String(answer['id'])} ${nameOf(answer['truth'])}`).join('\n');
}

/** What a list with that condition finds, where it looks up what each row refers to, and where it begins at the other end. */
async function foundBy(
  engine: Engine,
  condition: Condition,
  follows: Frame['follows'],
  request: RequestValues,
): Promise<string> {
  const frame = { ...recordFrame(engine.dialect), follows };
  const isOurs = sql(frame.row.column('account_id'), ' = ', parameter('account', 'text'));
  const where = joinSql([isOurs, ...conditionTerms(frame, condition)], ' AND ');
  const text = sql('SELECT r."id" FROM "col_posts" AS "r" WHERE ', where, ' ORDER BY r."id"');
  const statement = renderStatement(engine.dialect, text);
  const values = bindStatement(statement, { request, parameters: { account: ACCOUNT } });
  return (await engine.all(statement.text, values)).map(({ id }) => String(id)).join();
}

function nameOf(truth: unknown): string {
  if (truth === null) return 'unknown';
  return truth === true || truth === 1 ? 'true' : 'false';
}

function compile(text: string): Condition | null {
  try {
    return compileRule(text, { collection: posts, catalog, operation: 'list' });
  } catch (error) {
    // Two literals may not fit each other, or a random rule may be too deep; both are refused before any evaluator.
    if (error instanceof DomainError) return null;
    throw error;
  }
}

const closed = catalogWith({ view: "Title != 'zz' && author.organization.name != null" });
const seen = visibilityFor(MEMBER, closed);

/** As a caller's filter, which sees the targets of relations only where their view rule lets them. */
function compileSeen(text: string): Condition | null {
  const collection = closed.find('posts')!;
  const place = {
    collection,
    catalog: closed,
    visibilityOf: seen,
    showsUserDetails: () => true,
    computedOf: () => undefined,
    columns: EVERY_COLUMN,
  };
  try {
    return compileFilter(text, place);
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}

const WAYS = (['each', 'known', 'joined'] as const).flatMap((way) =>
  (['account', 'all'] as const).map((reach) => ({ way, reach })),
);

it.each<[string, (text: string) => Condition | null]>([
  ['a rule', compile],
  ['a filter', compileSeen],
])(
  'finds the rows for which %s is true, from either end of its relations',
  async (_name, compiled) => {
    let found = 0;
    await fc.assert(
      fc.asyncProperty(randomRule, async (text) => {
        const condition = compiled(text);
        if (!condition) return;
        const values = { ...VALUES, given: filterTemplate(text).given };
        const holds = (row: StoredRow): boolean => evaluateCondition(condition, { row, values, relations }) === true;
        const expected = rows.filter(holds).map((row) => row['id'] as string);
        if (expected.length > 0) found += 1;
        for (const engine of engines) {
          for (const follows of WAYS) {
            const name = `${engine.dialect.name} ${follows.way} ${follows.reach}: `;
            expect(name + (await foundBy(engine, condition, follows, values))).toBe(name + expected.join());
          }
        }
      }),
      agreementRuns(300),
    );
    expect(found).toBeGreaterThan(50);
  },
  TIMEOUT_MS,
);

it(
  'answers as one',
  async () => {
    let compiled = 0;
    await fc.assert(
      fc.asyncProperty(randomRule, async (text) => {
        const condition = compile(text);
        if (!condition) return;
        compiled += 1;
        const expected = rows
          .map(
            (row) =>
              `${row['id'] as string} ${nameOf(evaluateCondition(condition, { row, values: VALUES, relations }))}`,
          )
          .join('\n');
        for (const engine of engines)
          expect(`${engine.dialect.name}\n${await answersOf(engine, condition)}`).toBe(
            `${engine.dialect.name}\n${expected}`,
          );
      }),
      agreementRuns(300),
    );
    expect(compiled).toBeGreaterThan(100);
  },
  TIMEOUT_MS,
);
