/** Real engines for the compiler's tests: a SQLite file and a PostgreSQL database. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { Database } from 'sqlite3';
import { creating, postgresServer } from '../../support/postgres-server';
import type { Dialect } from '#sql/dialect/dialect';
import { postgres } from '#sql/dialect/postgres';
import { createFunctions } from '#sql/dialect/postgres-functions';
import { sqlite } from '#sql/dialect/sqlite';
import type { SqlValue } from '#sql/sql-fragment';

export type Row = Record<string, unknown>;

export interface Engine {
  readonly dialect: Dialect;
  all(text: string, values?: readonly SqlValue[]): Promise<Row[]>;
  close(): Promise<void>;
}

export async function openEngines(): Promise<Engine[]> {
  return Promise.all([openSqlite(), openPostgres(postgresServer())]);
}

export async function openSqlite(): Promise<Engine> {
  const folder = mkdtempSync(join(tmpdir(), 'snackbase-golden-'));
  const database = await new Promise<Database>((resolve, reject) => {
    const created: Database = new Database(join(folder, 'data.db'), (error) =>
      error ? reject(error) : resolve(created),
    );
  });
  return {
    dialect: sqlite,
    all: (text, values = []) =>
      new Promise((resolve, reject) => {
        database.all<Row>(text, [...values], (error, rows) => (error ? reject(error) : resolve(rows)));
      }),
    close: () =>
      new Promise((resolve, reject) => {
        database.close((error) => {
          rmSync(folder, { recursive: true, force: true });
          if (error) reject(error);
          else resolve();
        });
      }),
  };
}

async function openPostgres(url: string): Promise<Engine> {
  const name = `golden_${randomBytes(6).toString('hex')}`;
  const server = new Client({ connectionString: urlOf(url, 'postgres') });
  await server.connect();
  await server.query(creating(name));
  const client = new Client({ connectionString: urlOf(url, name) });
  await client.connect();
  // A zone with summer time: nothing may depend on the session's settings.
  await client.query(`SET TimeZone = 'Europe/Berlin'`);
  await client.query(createFunctions().join(';'));
  return {
    dialect: postgres,
    all: async (text, values = []) => (await client.query<Row>(text, [...values])).rows,
    close: async () => {
      await client.end();
      await server.query(`DROP DATABASE ${name}`);
      await server.end();
    },
  };
}

function urlOf(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}
