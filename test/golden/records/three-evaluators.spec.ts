/** One rule, one row, one answer: in memory, on SQLite and (when a server is given) on PostgreSQL. */
import fc from 'fast-check';
import { compileRule } from '#domain/rules/compile-rule';
import { evaluateCondition } from '#domain/rules/evaluate';
import type { Relations, Row as StoredRow } from '#domain/rules/evaluation';
import type { Condition } from '#domain/rules/condition';
import { DomainError } from '#domain/kernel/errors';
import { bindStatement } from '#sql/bind';
import { compileCondition } from '#sql/compile-condition';
import { readFrame } from '#sql/read-frame';
import { renderStatement } from '#sql/render-statement';
import { storedRow } from '#sql/row-source';
import { parameter, sql } from '#sql/sql-fragment';
import { randomRuns, scaled } from '../../support/random-runs';
import { type Engine, openEngines } from './engines';
import { randomRule } from './random-rule';
import { VALUES, rowsOf, writeSample } from './sample-rows';
import { ACCOUNT, USER, catalogWith } from './world';
import { tableTexts } from './world';

const TIMEOUT_MS = scaled(120_000);

const catalog = catalogWith();
const posts = catalog.find('posts')!;
const rows = rowsOf('posts');
const byId = new Map<string, StoredRow>(
  catalog.collections.flatMap(({ name }) =>
    rowsOf(name).map((row) => [`${name} ${row['id'] as string}`, row] as const),
  ),
);
byId.set(`users ${USER}`, { id: USER, email: 'ann@example.com' });
const relations: Relations = { find: (target, id) => byId.get(`${target?.name ?? 'users'} ${id}`) };

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
  const frame = readFrame(engine.dialect, storedRow('r'));
  const truth = sql('SELECT r."id", (', compileCondition(frame, condition), ') AS "truth" FROM "col_posts" AS r ');
  const where = sql('WHERE r."account_id" = ', parameter('account', 'text'), ' ORDER BY r."id"');
  const statement = renderStatement(engine.dialect, sql(truth, where));
  const values = bindStatement(statement, { request: VALUES, parameters: { account: ACCOUNT } });
  const answers = await engine.all(statement.text, values);
  return answers.map((answer) => `${String(answer['id'])} ${nameOf(answer['truth'])}`).join('\n');
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
      randomRuns(300),
    );
    expect(compiled).toBeGreaterThan(100);
  },
  TIMEOUT_MS,
);
