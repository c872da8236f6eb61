import { DataSource, type DataSourceOptions } from 'typeorm';
import type { Database } from './database';
import type { DatabaseEngine } from './database-engine';
import type { DatabaseOptions } from './database-options';
import { PostgresEngine } from './postgres/postgres-engine';
import type { Tell } from './run-migrations';
import { SqliteEngine } from './sqlite/sqlite-engine';

/** Connects and migrates without Nest. Rejects with one line that says what is wrong with the database. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  return openConnections(options, await openReadSource(await migrate(options)));
}

/**
 * Resolves with what TypeORM opens the read-only source from, once the system tables are there to be read. Tells what it changes.
 */
export async function migrate(options: DatabaseOptions, tell: Tell = () => undefined): Promise<DataSourceOptions> {
  const engine = engineOf(options);
  const source = engine.readSourceOptions();
  await orCannotOpen(source, () => engine.migrate(tell));
  return source;
}

export function openReadSource(options: DataSourceOptions): Promise<DataSource> {
  return orCannotOpen(options, () => new DataSource(options).initialize());
}

/** Takes the read-only source over: it is closed with the database, or when the database cannot be opened. */
export async function openConnections(options: DatabaseOptions, readDataSource: DataSource): Promise<Database> {
  try {
    return await orCannotOpen(readDataSource.options, () => engineOf(options).open(readDataSource));
  } catch (error) {
    await readDataSource.destroy();
    throw error;
  }
}

function engineOf(options: DatabaseOptions): DatabaseEngine {
  const { target } = options;
  return target.kind === 'sqlite' ? new SqliteEngine(target.file, options) : new PostgresEngine(target.url, options);
}

async function orCannotOpen<T>(source: DataSourceOptions, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const place = source.type === 'sqlite' ? `SQLite database ${source.database}` : 'PostgreSQL database';
    const reason = error instanceof Error ? error.message || error.name : String(error);
    throw new Error(`Cannot open the ${place}: ${reason}`, { cause: error });
  }
}
