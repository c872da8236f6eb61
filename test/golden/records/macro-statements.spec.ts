/** SQL of macros: reviewed, run on every engine with equal results, and made of nothing that somebody wrote. */
import fc from 'fast-check';
import { called, macroBody } from '#domain/macros/call-macro';
import type { SqlMacro } from '#domain/macros/sql-macro';
import { RuledFieldAccess } from '#domain/query/ruled-field-access';
import { EVERY_COLUMN } from '#domain/rules/column-resolver';
import type { Operand, ValueType } from '#domain/rules/condition';
import { LanguageError } from '#domain/rules/language-error';
import { parseListRequest } from '#domain/query/parse-list-request';
import { parseShowRequest } from '#domain/query/parse-show-request';
import { planCreate, planList } from '#domain/query/plan-records';
import type { Catalog } from '#domain/schema/catalog';
import type { Rules } from '#domain/schema/collection';
import { LibpgMacroParser } from '#server/infrastructure/macros/libpg-macro-parser.service';
import { compileInsert } from '#sql/compile-insert';
import { compileList } from '#sql/compile-list';
import { compileValue } from '#sql/compile-value';
import type { Dialect } from '#sql/dialect/dialect';
import { postgres } from '#sql/dialect/postgres';
import { sqlite } from '#sql/dialect/sqlite';
import type { Statement } from '#sql/sql-fragment';
import { randomRuns, scaled } from '../../support/random-runs';
import { closeWorld, openWorld, run, same, SIZES } from './on-every-engine';
import { hostileSelect, randomSelect } from './random-select';
import { expectReviewed } from './reviewed-text';
import { rowsOf } from './sample-rows';
import { ACCOUNT, catalogWith, MEMBER, SESSION } from './world';

const FIELDS = new RuledFieldAccess();
const TIMEOUT_MS = scaled(120_000);
const PARSER = new LibpgMacroParser();

const MACROS: Readonly<Record<string, string>> = {
  is_author:
    "SELECT count(*) > 0 FROM authors a WHERE a.account = @who AND a.id = @author AND a.name <> 'it''s -- nobody'",
  rank: 'SELECT p.views FROM posts p LEFT JOIN authors a ON p.author = a.id WHERE a.name = @who ORDER BY p.views DESC, p.Title',
  total:
    "SELECT sum(views) / count(*) FROM posts WHERE EXISTS (SELECT 1 FROM authors a WHERE a.id = author AND a.name IN ('a', @who))",
  among:
    'SELECT max(p.rating) FROM posts p WHERE p.author NOT IN (SELECT a.id FROM authors a WHERE a.name = @who OR a.name = p.Title)',
};

let catalog: Catalog;

async function macroOf(name: string, sql: string, parameters: readonly string[]): Promise<SqlMacro> {
  const tree = await PARSER.parse(sql, parameters);
  const time = '2026-01-01T00:00:00.000Z';
  return { id: 1, name, description: null, sql, parameters, tree, createdAt: time, updatedAt: time, createdBy: null };
}

async function withMacros(rules: Partial<Rules> = {}): Promise<Catalog> {
  const macros = Object.entries(MACROS).map(([name, sql]) =>
    macroOf(name, sql, name === 'is_author' ? ['who', 'author'] : ['who']),
  );
  return catalogWith(rules).withMacros(await Promise.all(macros));
}

const ARGUMENTS: Readonly<Record<ValueType, string | number | boolean | null>> = {
  text: 'a',
  number: 1,
  boolean: true,
  date: '2026-01-31',
  datetime: '2026-01-31T00:00:00.000Z',
  json: null,
};

function valueOf(macro: SqlMacro): Operand {
  const { value, types } = macroBody(macro, catalog);
  return called(
    value,
    types.map((type): Operand => ({ kind: 'literal', type, value: ARGUMENTS[type] })),
  );
}

function listUnder(catalog: Catalog, dialect: Dialect): Statement {
  const posts = catalog.find('posts')!;
  const request = parseListRequest({ fields: 'id', limit: '100', sort: 'views' }, posts, EVERY_COLUMN);
  return compileList(planList(MEMBER, FIELDS, catalog, posts, request), dialect);
}

async function evaluated(statementOf: (dialect: Dialect) => Statement): Promise<unknown> {
  return same(async (engine) => {
    const [row] = await run(engine, statementOf(engine.dialect), { credential: SESSION, account: ACCOUNT });
    return JSON.parse(row!['value'] as string) as unknown;
  });
}

beforeAll(async () => {
  await openWorld();
  catalog = await withMacros();
});
afterAll(closeWorld);

describe.each([sqlite, postgres])('the reviewed text on $name', (dialect) => {
  test.each(Object.keys(MACROS))('of %s', (name) => {
    const macro = catalog.findMacro(name)!;
    expectReviewed(`macro-${name.replace('_', '-')}`, dialect, compileValue(valueOf(macro), dialect).text);
  });

  test('of a list and a write under rules with macros', async () => {
    const list = await withMacros({ list: '@is_author(@request.auth.id, author) && views < @rank(Title)' });
    expectReviewed('list-under-macro', dialect, listUnder(list, dialect).text);
    const create = await withMacros({ create: '@is_author(@request.auth.id, author)' });
    const plan = planCreate(MEMBER, FIELDS, create, create.find('posts')!, parseShowRequest({ fields: 'id' }));
    expectReviewed('insert-under-macro', dialect, compileInsert(plan, dialect).text);
  });
});

test.each(Object.keys(MACROS))('%s runs', async (name) => {
  const operand = valueOf(catalog.findMacro(name)!);
  await evaluated((dialect) => compileValue(operand, dialect));
});

test('rules with macros find the same posts, those of the authors that the caller is', async () => {
  const ruled = await withMacros({ list: '@is_author(@request.auth.id, author) && @total("x") != null' });
  const found = await same(async (engine) => {
    const parameters = { credential: SESSION, account: ACCOUNT, skip: 0, limit: 100, ...SIZES };
    const [row] = await run(engine, listUnder(ruled, engine.dialect), parameters);
    return (JSON.parse(row!['items'] as string) as { id: string }[]).map(({ id }) => id).toSorted();
  });
  expect(found).toEqual(rowsOf('posts').flatMap(({ id, author }) => (author === 'a1' ? [id as string] : [])));
});

/** null: it is refused. */
async function tried(sql: string): Promise<((dialect: Dialect) => Statement) | null> {
  try {
    const operand = valueOf(await macroOf('tried', sql, ['x']));
    return (dialect) => compileValue(operand, dialect);
  } catch (error) {
    if (error instanceof LanguageError) return null;
    throw error;
  }
}

test(
  'random SELECTs come to the same on every engine, and to nothing of another account',
  async () => {
    let kept = 0;
    await fc.assert(
      fc.asyncProperty(randomSelect, async (sql) => {
        const statementOf = await tried(sql);
        if (statementOf === null) return;
        kept += 1;
        expect(await evaluated(statementOf)).not.toBe('foreign');
      }),
      randomRuns(100),
    );
    expect(kept).toBeGreaterThan(50);
  },
  TIMEOUT_MS,
);

test(
  'hostile texts are refused, or run as the SELECT that they are',
  async () => {
    await fc.assert(
      fc.asyncProperty(hostileSelect, async (sql) => {
        const statementOf = await tried(sql);
        if (statementOf === null) return;
        expect(statementOf(sqlite).text).not.toMatch(/pg_sleep|sqlite_master|--|\/\*|;|[\\`'#]posts/);
        await evaluated(statementOf);
      }),
      randomRuns(500),
    );
  },
  TIMEOUT_MS,
);
