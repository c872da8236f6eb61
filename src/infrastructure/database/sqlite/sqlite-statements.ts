import { LRUCache } from 'lru-cache';
import type { Database, Statement } from 'sqlite3';
import type { SqlValue } from '#sql/sql-fragment';
import type { Row } from '../sql-connection';
import { KEPT_STATEMENTS, LONGEST_KEPT, weightOf } from '../statement-bounds';

export type SqliteCallback = (error: Error | null, rows: Row[]) => void;

/** The prepared statements of one connection, the least recently used finalised first; a long one serves once. */
export class SqliteStatements {
  private readonly prepared: LRUCache<string, Statement>;

  constructor(
    private readonly database: Database,
    maxSize = KEPT_STATEMENTS,
  ) {
    // The driver finalises a statement only after the calls already made on it.
    this.prepared = new LRUCache({ maxSize, dispose: (statement) => statement.finalize() });
  }

  get size(): number {
    return this.prepared.size;
  }

  run(text: string, values: readonly SqlValue[], done: SqliteCallback): void {
    const statement = this.prepared.get(text);
    // The driver resets a statement when it ran to its end or failed, which all() does and get() does not.
    if (statement !== undefined) statement.all(values, done);
    else this.prepare(text, values, done);
  }

  clear(): void {
    this.prepared.clear();
  }

  private prepare(text: string, values: readonly SqlValue[], done: SqliteCallback): void {
    const statement = this.database.prepare(text, (error: Error | null) => {
      if (error !== null) {
        done(error, []);
        return;
      }
      // Two first uses of one text may overlap: the later one replaces the earlier, which is then finalised.
      const isKept = text.length <= LONGEST_KEPT;
      if (isKept) this.prepared.set(text, statement, { size: weightOf(text) });
      statement.all(values, done);
      if (!isKept) statement.finalize();
    });
  }
}
