import { dirname } from 'node:path';
import { Database, OPEN_READONLY } from 'sqlite3';

/** Opens the file for reading only. Such a connection never writes, not even by mistake in a statement. */
export function openSqliteReader(file: string): Promise<Database> {
  return new Promise((resolve, reject) => {
    const database = new Database(file, OPEN_READONLY, (error) => (error ? reject(error) : resolve(database)));
  });
}

/**
 * Tells SQLite to put its temporary files beside the database, unless the environment names a folder for them: the server may
 * write there, and what they hold is as protected as the database. They have no name, and end with their statement.
 */
export function useTemporaryFiles(file: string): void {
  process.env['SQLITE_TMPDIR'] ??= dirname(file);
}

/**
 * Lets the connection run one statement at a time. Otherwise finalising one statement, which the driver does on the main
 * thread, waits for the mutex that another one holds while it runs, and would block the event loop for as long.
 */
export async function configure(database: Database, pragmas: readonly string[]): Promise<void> {
  database.serialize();
  await runPragmas(database, pragmas);
}

/** Runs statements without values, one after another. */
export async function runPragmas(database: Database, pragmas: readonly string[]): Promise<void> {
  for (const pragma of pragmas) {
    await new Promise<void>((resolve, reject) => {
      database.exec(pragma, (error) => (error ? reject(error) : resolve()));
    });
  }
}

export function closeSqlite(database: Database): Promise<void> {
  return new Promise((resolve, reject) => {
    database.close((error) => (error ? reject(error) : resolve()));
  });
}
