/**
 * The accounts of records that a superadmin names by id alone. No index leads with the id, so the accounts that have records
 * of the collection are probed one by one through the primary key.
 */
import type { Collection } from '#domain/schema/collection';
import type { Dialect } from './dialect/dialect';
import { identifier } from './identifier';
import { renderStatement } from './render-statement';
import { type Statement, parameter, sql } from './sql-fragment';

/** Parameter `ids`: JSON text, a list of ids. Returns id and account_id of those that exist. */
export function compileFindAccounts(collection: Collection, dialect: Dialect): Statement {
  return renderStatement(
    dialect,
    sql(
      'SELECT i."value" AS "id", c."account_id" FROM ',
      dialect.eachText(parameter('ids', 'json'), 'i'),
      ' JOIN "record_counts" c ON c."collection_id" = ',
      { from: 'constant', type: 'text', value: collection.id },
      ` JOIN ${identifier(collection.table)} t ON t."account_id" = c."account_id" AND t."id" = i."value"`,
    ),
  );
}
