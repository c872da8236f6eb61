import { type Database, LIMIT_LENGTH } from 'sqlite3';
import type { SqlValue } from '#sql/sql-fragment';
import type { ReadConnection, RowsCallback } from '../reads/read-connection';
import type { Row } from '../sql-connection';
import { translateError } from '../errors/translate-error';
import { closeSqlite, configure, openSqliteReader } from './open-sqlite';
import { READER_PRAGMAS } from './pragmas';
import { SqliteStatements } from './sqlite-statements';
import type { StatementWatch, Watched } from './statement-watch';

/** One read-only connection. It runs one statement at a time, so one callback serves them all. */
export class SqliteReader implements ReadConnection, Watched {
  runningSince = 0;
  readonly isOpen = true;
  private readonly statements: SqliteStatements;
  private done: RowsCallback | null = null;
  private readonly finish = (error: Error | null, rows: Row[]): void => {
    const done = this.done!;
    this.done = null;
    this.runningSince = 0;
    if (error === null) done(null, rows);
    else done(translateError(error, 'query'), []);
  };

  private constructor(
    private readonly database: Database,
    private readonly watch: StatementWatch,
  ) {
    this.statements = new SqliteStatements(database);
    watch.add(this);
  }

  static async open(file: string, watch: StatementWatch, answerBytes: number): Promise<SqliteReader> {
    const database = await openSqliteReader(file);
    await configure(database, READER_PRAGMAS);
    // SQLite then stops while it puts a longer text together.
    database.configure('limit', LIMIT_LENGTH, answerBytes);
    return new SqliteReader(database, watch);
  }

  run(text: string, values: readonly SqlValue[], done: RowsCallback): void {
    this.done = done;
    this.runningSince = performance.now();
    this.statements.run(text, values, this.finish);
  }

  interrupt(): void {
    this.database.interrupt();
  }

  async close(): Promise<void> {
    this.watch.remove(this);
    this.statements.clear();
    await closeSqlite(this.database);
  }
}
