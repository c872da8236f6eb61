import type { Database } from './database';
import type { DatabaseOptions } from './database-options';
import { openPostgresDatabase } from './postgres/open-postgres-database';
import { openSqliteDatabase } from './sqlite/open-sqlite-database';

/** Connects and migrates. Rejects with one line that says what is wrong with the database. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { target } = options;
  try {
    return target.kind === 'sqlite'
      ? await openSqliteDatabase(target.file, options)
      : await openPostgresDatabase(target.url, options);
  } catch (error) {
    const place = target.kind === 'sqlite' ? `SQLite database ${target.file}` : 'PostgreSQL database';
    const reason = error instanceof Error ? error.message || error.name : String(error);
    throw new Error(`Cannot open the ${place}: ${reason}`, { cause: error });
  }
}
