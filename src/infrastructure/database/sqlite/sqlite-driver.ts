import sqlite3 from 'sqlite3';
import { closeSqlite, configure } from './open-sqlite';

/**
 * The driver as TypeORM gets it: its connections have our settings before anybody can use them. TypeORM switches sqlite3 to
 * its verbose mode, which makes an Error and formats every argument for each statement of the whole process; here that
 * switch does nothing.
 */
export function sqliteDriver(pragmas: readonly string[]): object {
  class Database extends sqlite3.Database {
    constructor(file: string, mode: number, opened: (error: Error | null) => void) {
      super(file, mode, (error) => {
        if (error === null) void configured(this, pragmas).then(opened);
        else opened(error);
      });
    }
  }
  const driver = { ...sqlite3, Database, verbose: () => driver };
  return driver;
}

/** A connection that cannot be configured is closed: TypeORM never learns of it. */
async function configured(database: sqlite3.Database, pragmas: readonly string[]): Promise<Error | null> {
  try {
    await configure(database, pragmas);
    return null;
  } catch (error) {
    await closeSqlite(database);
    return error as Error;
  }
}
