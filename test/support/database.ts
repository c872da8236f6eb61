/**
 * A database of its own for every test file, on the engine of its jest project unless it says otherwise. Real files and a real
 * PostgreSQL: what passes on one engine must pass on the other, from the same file.
 */
import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { creating, postgresServer } from './postgres-server';

export type Engine = 'sqlite' | 'postgres';

declare const testEngine: Engine;

export const ENGINE = testEngine;

export interface TestDatabase {
  /** For SNACKBASE_DATABASE_URL. */
  readonly url: string;
  /** A folder for this database and everything else the server keeps. */
  readonly folder: string;
  drop(): Promise<void>;
}

async function onServer(statement: string): Promise<void> {
  const client = new Client({ connectionString: `${postgresServer()}/postgres` });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** With the system tables, as migrations leave them: what a start writes, such as the superadmin, every server writes itself. */
export function createDatabase(engine: Engine = ENGINE): Promise<TestDatabase> {
  return newDatabase(engine, template(engine));
}

/** For suites about the first start, which makes the system tables. */
export function createEmptyDatabase(engine: Engine = ENGINE): Promise<TestDatabase> {
  return newDatabase(engine, null);
}

/** The global set-up of the engine's project made it: a file, or the name of a database (template-databases.cjs). */
function template(engine: Engine): string {
  const variable = `SNACKBASE_TEST_${engine.toUpperCase()}_TEMPLATE`;
  const found = process.env[variable];
  if (!found) throw new Error(`${variable} is not set; jest’s global set-up makes the template`);
  return found;
}

async function newDatabase(engine: Engine, copied: string | null): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'snackbase-test-'));
  const removeFolder = (): void => rmSync(folder, { recursive: true, force: true });
  if (engine === 'sqlite') {
    const file = join(folder, 'snackbase.db');
    if (copied !== null) copyFileSync(copied, file);
    return { url: `sqlite:///${file}`, folder, drop: async () => removeFolder() };
  }
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onServer(creating(name, copied ?? undefined));
  return {
    url: `${postgresServer()}/${name}`,
    folder,
    drop: async () => {
      await onServer(`DROP DATABASE ${name} WITH (FORCE)`);
      removeFolder();
    },
  };
}
