/** What each account has: records and bytes by collection, exact because the transaction that changes them counts them. */
import type { Dialect } from './dialect/dialect';
import { renderStatement } from './render-statement';
import { type Statement, parameter, sql } from './sql-fragment';

/** Stands where the id of a collection does, for what the account keeps of answers to repeat (idempotency_keys). */
export const KEPT_ANSWERS = 'kept-answers';

const IS_LIMITED =
  'EXISTS (SELECT 1 FROM "accounts" a WHERE a."id" = "record_counts"."account_id" ' +
  'AND (a."quota_records" IS NOT NULL OR a."quota_storage" IS NOT NULL))';

/**
 * Adds to the counts. Parameter `changes`: JSON text `[{"account": "…", "collection": "…", "records": 1, "bytes": 240}]`, one
 * element per pair; rows are taken in key order, so that two lanes never deadlock. The version moves with every change.
 * Returns account_id, collection_id, the version that it has now, and limited: whether the account has quotas of its own.
 */
export function compileCountChanges(dialect: Dialect): Statement {
  const rows = dialect.jsonRows(parameter('changes', 'json'), [
    { name: 'account', type: 'text' },
    { name: 'collection', type: 'text' },
    { name: 'records', type: 'integer' },
    { name: 'bytes', type: 'integer' },
  ]);
  return renderStatement(
    dialect,
    sql(
      'INSERT INTO "record_counts" ("account_id", "collection_id", "count", "bytes", "version") ',
      'SELECT c."account", c."collection", c."records", c."bytes", 1 FROM (',
      rows,
      ') c WHERE TRUE ORDER BY c."account", c."collection" ',
      'ON CONFLICT ("account_id", "collection_id") DO UPDATE SET ',
      '"count" = "record_counts"."count" + excluded."count", "bytes" = "record_counts"."bytes" + excluded."bytes", ',
      '"version" = "record_counts"."version" + 1 RETURNING "account_id", "collection_id", "version", ',
      `${IS_LIMITED} AS "limited"`,
    ),
  );
}

const sumOf = (column: string): string =>
  `(SELECT CAST(COALESCE(SUM(r."${column}"), 0) AS BIGINT) FROM "record_counts" r WHERE r."account_id" = a."id")`;

/** Parameter `accounts`: JSON list of ids. Returns id, quota_records, quota_storage (null: the default), records and storage. */
export function compileUse(dialect: Dialect): Statement {
  return renderStatement(
    dialect,
    sql(
      `SELECT a."id", a."quota_records", a."quota_storage", ${sumOf('count')} AS "records", ${sumOf('bytes')} AS "storage" `,
      'FROM "accounts" a WHERE a."id" IN (SELECT i."value" FROM ',
      dialect.eachText(parameter('accounts', 'json'), 'i'),
      ')',
    ),
  );
}

/**
 * Takes accounts for the rest of the transaction, so that no other process counts what they have at the same time. Parameter
 * `accounts` as above; null where writers exclude each other. References to the accounts can still be made.
 */
export function compileTakeAccounts(dialect: Dialect): Statement | null {
  if (dialect.writersExcludeEachOther) return null;
  return renderStatement(
    dialect,
    sql(
      'SELECT a."id" FROM "accounts" a WHERE a."id" IN (SELECT i."value" FROM ',
      dialect.eachText(parameter('accounts', 'json'), 'i'),
      ') ORDER BY a."id" FOR NO KEY UPDATE',
    ),
  );
}
