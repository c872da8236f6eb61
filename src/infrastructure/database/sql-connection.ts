/** One database connection as the adapters see it: text and values in, plain rows out, the same on both engines. */
import type { Dialect } from '#sql/dialect/dialect';
import type { SqlValue } from '#sql/sql-fragment';

/** Column name to value. PostgreSQL: bigint and numeric are numbers; json, dates and timestamps are text. */
export type Row = Record<string, unknown>;

export interface SqlConnection {
  /** How statements for the connection are written. */
  readonly dialect: Dialect;

  /**
   * Runs one statement. Each distinct text is prepared once per connection and kept among the most recently used, so text
   * must not carry values. Placeholders: `?` on SQLite, `$1` … on PostgreSQL. Rejects with the driver's error.
   */
  all(text: string, values?: readonly SqlValue[]): Promise<Row[]>;
}
