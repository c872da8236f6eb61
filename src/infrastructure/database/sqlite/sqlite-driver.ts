import sqlite3 from 'sqlite3';

/**
 * The driver as TypeORM gets it. TypeORM switches sqlite3 to its verbose mode, which makes an Error and formats every
 * argument for each statement of the whole process; here that switch does nothing.
 */
export const quietSqlite3 = { ...sqlite3, verbose: () => sqlite3 };
