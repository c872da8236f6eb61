/**
 * A database of its own for every test file, on the engine of its jest project unless it says otherwise. Real files and a real
 * PostgreSQL: what passes on one engine must pass on the other, from the same file.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { postgresServer } from './postgres-server';

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

export async function createDatabase(engine: Engine = ENGINE): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'snackbase-test-'));
  const removeFolder = (): void => rmSync(folder, { recursive: true, force: true });
  if (engine === 'sqlite') {
    return {
      url: `sqlite:///${join(folder, 'snackbase.db')}`,
      folder,
      drop: async () => removeFolder(),
    };
  }
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onServer(`CREATE DATABASE ${name}`);
  return {
    url: `${postgresServer()}/${name}`,
    folder,
    drop: async () => {
      await onServer(`DROP DATABASE ${name} WITH (FORCE)`);
      removeFolder();
    },
  };
}
