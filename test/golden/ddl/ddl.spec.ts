/** UPDATE_GOLDEN=1 rewrites the files; a change of them is a change of somebody's database and is reviewed as one. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Catalog } from '#domain/schema/catalog';
import type { Collection } from '#domain/schema/collection';
import { diffCollection } from '#domain/schema/diff-collection';
import { linkedFields } from '#domain/schema/field-storage';
import { compileAlterTable } from '#sql/compile-ddl-alter';
import { compileCreateTable, compileDropTable } from '#sql/compile-ddl-table';
import type { DdlStep } from '#sql/ddl-step';
import type { Dialect } from '#sql/dialect/dialect';
import { postgres } from '#sql/dialect/postgres';
import { sqlite } from '#sql/dialect/sqlite';
import { ENGINES } from '../../support/engines';
import type { Engine } from '../../support/engines';
import { AUTHORS, CASES } from './ddl-cases';
import type { DdlCase } from './ddl-cases';
import { openDatabase, runSteps, shapeOf } from './ddl-database';
import type { DdlDatabase } from './ddl-database';

const DIALECTS: Readonly<Record<Dialect['name'], Dialect>> = { sqlite, postgres };
const ACCOUNT = '00000000-0000-7000-8000-00000000000a';
const OTHER = '00000000-0000-7000-8000-00000000000b';
const TIME = '2026-01-01T00:00:00.000Z';

function catalogWith(collection: Collection): Catalog {
  return new Catalog(2, [AUTHORS, collection]);
}

function create(collection: Collection, name: Dialect['name']): readonly DdlStep[] {
  return compileCreateTable(collection, catalogWith(collection), DIALECTS[name]);
}

function compile({ before, after }: DdlCase, name: Dialect['name']): readonly DdlStep[] {
  if (!before) return create(after, name);
  return compileAlterTable(before, after, diffCollection(before, after).changes, catalogWith(after), DIALECTS[name]);
}

function render(steps: readonly DdlStep[]): string {
  const lines = steps.map(({ text, values, conflict }) => {
    const notes = [
      ...(conflict ? [`-- must answer 0, else: ${conflict.fields.join(', ')} ${conflict.reason}`] : []),
      ...(values.length > 0 ? [`-- values: ${JSON.stringify(values)}`] : []),
    ];
    return [...notes, `${text};`].join('\n');
  });
  return lines.length > 0 ? `${lines.join('\n')}\n` : '-- nothing to do\n';
}

async function insertRow(database: DdlDatabase, account: string, id: string, title: string): Promise<void> {
  await database.all(
    `INSERT INTO col_posts (account_id, id, created_at, created_by, updated_at, updated_by, _rev, title)
     VALUES ('${account}', '${id}', '${TIME}', 'me', '${TIME}', 'me', 1, '${title}')`,
  );
}

async function openWith(engine: Engine, collection: Collection): Promise<DdlDatabase> {
  const database = await openDatabase(engine);
  expect(await runSteps(database, create(AUTHORS, engine.name))).toBeNull();
  expect(await runSteps(database, create(collection, engine.name))).toBeNull();
  return database;
}

describe.each(['sqlite', 'postgres'] as const)('%s statements', (dialect) => {
  test.each(CASES)('$name', (ddlCase) => {
    const file = join(__dirname, `${ddlCase.name}.${dialect}.sql`);
    const text = render(compile(ddlCase, dialect));
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, text);
    expect(existsSync(file) ? readFileSync(file, 'utf8') : '').toBe(text);
  });
});

describe.each(ENGINES)('on $name', (engine) => {
  const alterations = CASES.flatMap(({ name, before, after }) => (before ? [{ name, before, after }] : []));

  test.each(alterations)('$name ends where a new table begins', async ({ name, before, after }) => {
    const altered = await openWith(engine, before);
    const created = await openWith(engine, after);
    const rows = ['require', 'require-indexed'].includes(name) ? [] : [{ id: 'r1', title: 'one' }];
    for (const { id, title } of rows) await insertRow(altered, ACCOUNT, id, title);
    expect(await runSteps(altered, compile({ name, before, after }, engine.name))).toBeNull();
    expect(await shapeOf(altered, engine)).toEqual(await shapeOf(created, engine));
    expect(await altered.all('SELECT id, title FROM col_posts')).toEqual(rows);
    await altered.close();
    await created.close();
  });

  test('every type can be created and dropped', async () => {
    const database = await openDatabase(engine);
    await runSteps(database, create(AUTHORS, engine.name));
    const empty = await shapeOf(database, engine);
    const [ddlCase] = CASES;
    await runSteps(database, create(ddlCase!.after, engine.name));
    expect((await shapeOf(database, engine))[0]!.length).toBeGreaterThan(empty[0]!.length + 15);
    await runSteps(database, compileDropTable(ddlCase!.after));
    expect(await shapeOf(database, engine)).toEqual(empty);
    await database.close();
  });

  test('a required field with a default fills the rows there are', async () => {
    const ddlCase = alterations.find(({ name }) => name === 'add-required-with-default')!;
    const database = await openWith(engine, ddlCase.before);
    await insertRow(database, ACCOUNT, 'r1', 'one');
    await runSteps(database, compile(ddlCase, engine.name));
    const [row] = await database.all(
      `SELECT state, CAST(done AS text) AS done, CAST(score AS text) AS score, CAST(extra AS text) AS extra FROM col_posts`,
    );
    const done = engine.name === 'sqlite' ? '0' : 'false';
    expect(row).toEqual({ state: "it's", done, score: '1.5', extra: '{"a":[1]}' });
    await database.close();
  });

  test('a reference cannot leave its account', async () => {
    const ddlCase = alterations.find(({ name }) => name === 'add-reference')!;
    const database = await openWith(engine, ddlCase.before);
    await runSteps(database, compile(ddlCase, engine.name));
    if (engine.name === 'sqlite') await database.all('PRAGMA foreign_keys = ON');
    await database.all(
      `INSERT INTO col_authors VALUES ('${OTHER}', 'a1', '${TIME}', 'me', '${TIME}', 'me', 1, 'Other')`,
    );
    await insertRow(database, ACCOUNT, 'r1', 'one');
    await expect(database.all("UPDATE col_posts SET author = 'a1'")).rejects.toThrow(/foreign key/i);
    await database.all(`INSERT INTO users VALUES ('u1', '${OTHER}')`);
    await expect(database.all("UPDATE col_posts SET owner = 'u1'")).rejects.toThrow(/foreign key/i);
    await database.close();
  });

  describe('rows in the way', () => {
    const base = alterations.find(({ name }) => name === 'require')!.before;
    const [title, note] = base.fields;
    const conflictOf = async (after: Collection): Promise<string | null> => {
      const database = await openWith(engine, base);
      await insertRow(database, ACCOUNT, 'r1', 'same');
      await insertRow(database, ACCOUNT, 'r2', 'same');
      await insertRow(database, OTHER, 'r3', 'same');
      const steps = compile({ name: '', before: base, after }, engine.name);
      const conflict = await runSteps(database, steps);
      await database.close();
      return conflict;
    };

    test('no value for a field that is required now', async () => {
      expect(await conflictOf({ ...base, fields: [title!, { ...note!, required: true }] })).toBe(
        'note: 3 without a value',
      );
    });

    test('no value for a new required field', async () => {
      const extra = { ...note!, id: 'x', name: 'extra', column: 'extra', required: true };
      expect(await conflictOf({ ...base, fields: [...base.fields, extra] })).toMatch(/^extra: 3 without a value; give/);
    });

    test('duplicates within an account, but not across accounts', async () => {
      expect(await conflictOf({ ...base, fields: [{ ...title!, unique: true }, note!] })).toBe('title: 2 not unique');
      expect(await conflictOf({ ...base, fields: [title!, { ...note!, unique: true }] })).toBeNull();
    });

    test('a new required list', async () => {
      const list = linkedFields(CASES[0]!.after.fields)[0]!;
      const conflict = await conflictOf({ ...base, fields: [...base.fields, { ...list, required: true }] });
      expect(conflict).toMatch(/^tags: 3 without a value/);
    });

    test('texts that no index takes', async () => {
      const database = await openWith(engine, base);
      await insertRow(database, ACCOUNT, 'r1', 'é'.repeat(1001));
      const after = { ...base, fields: [{ ...title!, unique: true }, note!] };
      const conflict = await runSteps(database, compile({ name: '', before: base, after }, engine.name));
      expect(conflict).toBe('title: 1 longer than the 2000 bytes that an index takes');
      await database.close();
    });
  });
});
