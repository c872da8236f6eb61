import { bindStatement } from '#sql/bind';
import type { Dialect } from '#sql/dialect/dialect';
import { renderStatement } from '#sql/render-statement';
import { parameter, sql, type Statement } from '#sql/sql-fragment';
import { NO_REQUEST } from '../database/records/no-request';
import type { SqlConnection } from '../database/sql-connection';

/** How many full buckets one exchange deletes. */
const SWEPT_PER_EXCHANGE = 1000;

const now = parameter('now', 'integer');

export interface BucketRow {
  readonly key: string;
  /** When the bucket would be full if nobody else had taken anything, in milliseconds since 1970. */
  readonly full_at: number;
}

/**
 * Adds what was taken to what is stored, and returns the stored rows. The keys come in one order, so no deadlock
 * occurs.
 */
export async function addToBuckets(sql: SqlConnection, rows: readonly BucketRow[], at: number): Promise<BucketRow[]> {
  const stored = await run(sql, addStatement(sql.dialect), { rows: JSON.stringify(rows), now: at });
  return stored.map((row) => ({ key: String(row['key']), full_at: Number(row['full_at']) }));
}

/** Deletes buckets that are full, as a bucket that is missing counts as full. */
export async function sweepBuckets(sql: SqlConnection, at: number): Promise<void> {
  await run(sql, sweepStatement(sql.dialect), { now: at });
}

function run(connection: SqlConnection, statement: Statement, parameters: Record<string, string | number>) {
  return connection.all(statement.text, bindStatement(statement, { request: NO_REQUEST, parameters }));
}

function addStatement(dialect: Dialect): Statement {
  const rows = dialect.jsonRows(parameter('rows', 'json'), [
    { name: 'key', type: 'text' },
    { name: 'full_at', type: 'integer' },
  ]);
  return renderStatement(
    dialect,
    sql(
      'INSERT INTO rate_limit_buckets (key, full_at) SELECT n."key", n."full_at" FROM (',
      rows,
      // `WHERE true` tells SQLite's parser that ON does not belong to a join.
      ') n WHERE true ORDER BY 1 ON CONFLICT (key) DO UPDATE SET full_at = excluded.full_at + ' +
        'CASE WHEN rate_limit_buckets.full_at > ',
      now,
      ' THEN rate_limit_buckets.full_at - ',
      now,
      ' ELSE 0 END RETURNING key, full_at',
    ),
  );
}

function sweepStatement(dialect: Dialect): Statement {
  return renderStatement(
    dialect,
    sql(
      'DELETE FROM rate_limit_buckets WHERE key IN (SELECT key FROM rate_limit_buckets WHERE full_at <= ',
      now,
      ` ORDER BY full_at LIMIT ${SWEPT_PER_EXCHANGE}${dialect.forUpdateSkipLocked})`,
    ),
  );
}
