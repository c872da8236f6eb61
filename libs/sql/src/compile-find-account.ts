/**
 * The account of a record that a superadmin names by id alone. No index leads with the id, so the accounts that have
 * records of the collection are probed one by one through the primary key.
 */
import type { Collection } from '#domain/schema/collection';
import type { Dialect } from './dialect/dialect';
import { identifier } from './identifier';
import { renderStatement } from './render-statement';
import { type Statement, parameter, sql } from './sql-fragment';

/** Parameter: id. Returns account_id, or nothing. */
export function compileFindAccount(collection: Collection, dialect: Dialect): Statement {
  return renderStatement(
    dialect,
    sql(
      'SELECT c."account_id" FROM "record_counts" c WHERE c."collection_id" = ',
      { from: 'constant', type: 'text', value: collection.id },
      ` AND EXISTS (SELECT 1 FROM ${identifier(collection.table)} t WHERE t."account_id" = c."account_id" AND t."id" = `,
      parameter('id', 'text'),
      ') LIMIT 1',
    ),
  );
}
