/** Real databases for the statements of schema changes, with what they refer to in place. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Client } from 'pg';
import { Database } from 'sqlite3';
import type { DdlStep } from '#sql/ddl-step';
import { createFunctions } from '#sql/dialect/postgres-functions';
import type { SqlValue } from '#sql/sql-fragment';
import type { Engine } from '../../support/engines';

export type Rows = readonly Record<string, unknown>[];

export interface DdlDatabase {
  all(text: string, values?: readonly SqlValue[]): Promise<Rows>;
  close(): Promise<void>;
}

const USERS = 'CREATE TABLE users (id varchar(36) PRIMARY KEY, account_id varchar(36), UNIQUE (account_id, id))';

/** What a schema consists of, without the order in which it came about. */
const SQLITE_SHAPE = [
  `SELECT m.name AS owner, p.name, p.type, p."notnull", p.pk FROM sqlite_master AS m, pragma_table_info(m.name) AS p
   WHERE m.type = 'table' ORDER BY 1, 2`,
  `SELECT m.name AS owner, p."table", p."from", p."to" FROM sqlite_master AS m, pragma_foreign_key_list(m.name) AS p
   WHERE m.type = 'table' ORDER BY 1, 2, 3`,
  "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY 1, 2",
];
const POSTGRES_SHAPE = [
  `SELECT table_name, column_name, data_type, datetime_precision, is_nullable, collation_name
   FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2`,
  `SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f' ORDER BY 1, 2`,
  `SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2`,
];

export async function openDatabase(engine: Engine): Promise<DdlDatabase> {
  const temporary = await engine.create();
  const connection =
    temporary.target.kind === 'sqlite' ? openSqlite(temporary.target.file) : await openPostgres(temporary.target.url);
  await connection.all(USERS);
  if (engine.name === 'postgres') await connection.all(createFunctions().join(';'));
  return {
    all: (text, values) => connection.all(text, values),
    close: async () => {
      await connection.close();
      await temporary.remove();
    },
  };
}

/** Runs the steps as the server does; resolves with the first check that finds rows in the way. */
export async function runSteps(database: DdlDatabase, steps: readonly DdlStep[]): Promise<string | null> {
  for (const { text, values, conflict } of steps) {
    const [row] = await database.all(text, values);
    const rows = conflict ? row?.['conflicts'] : 0;
    if (conflict && rows !== 0) return `${conflict.fields.join()}: ${String(rows)} ${conflict.reason}`;
  }
  return null;
}

export async function shapeOf(database: DdlDatabase, engine: Engine): Promise<readonly Rows[]> {
  const shape: Rows[] = [];
  for (const query of engine.name === 'sqlite' ? SQLITE_SHAPE : POSTGRES_SHAPE) shape.push(await database.all(query));
  return shape;
}

function openSqlite(file: string): DdlDatabase {
  mkdirSync(dirname(file), { recursive: true });
  const database = new Database(file);
  return {
    all: (text, values = []) =>
      new Promise((resolve, reject) => {
        database.all(text, [...values], (error, rows: Record<string, unknown>[]) => {
          if (error) reject(new Error(`${error.message} in ${text}`));
          else resolve(rows);
        });
      }),
    close: () => new Promise((resolve) => database.close(() => resolve())),
  };
}

async function openPostgres(url: string): Promise<DdlDatabase> {
  const client = new Client({ connectionString: url });
  await client.connect();
  return {
    all: async (text, values = []) => (await client.query<Record<string, unknown>>(text, [...values])).rows,
    close: () => client.end(),
  };
}
