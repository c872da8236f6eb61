/** What the erasure of an account does to its records by their ids. Parameters: account, ids (JSON list of texts). */
import type { Collection, Field } from '#domain/schema/collection';
import { compileRowSize } from './compile-record-size';
import type { Dialect } from './dialect/dialect';
import { identifier } from './identifier';
import { renderStatement } from './render-statement';
import { type SqlFragment, type Statement, parameter, sql } from './sql-fragment';

/** The ids of the records whose reference leads to any of the ids. `field` has a column. */
export function compileReferringIds(collection: Collection, field: Field, dialect: Dialect): Statement {
  return compileByIds(`SELECT "id" FROM ${identifier(collection.table)}`, field.column, dialect, sql(''));
}

/** Returns the bytes of the records that it deletes; they have no targets of multiple references any more. */
export function compileEraseByIds(collection: Collection, dialect: Dialect): Statement {
  return compileByIds(
    `DELETE FROM ${identifier(collection.table)}`,
    'id',
    dialect,
    sql(' RETURNING ', compileRowSize(collection, dialect), ' AS "bytes"'),
  );
}

function compileByIds(verb: string, column: string, dialect: Dialect, ending: SqlFragment): Statement {
  const ids = dialect.eachText(parameter('ids', 'json'), 'i');
  return renderStatement(
    dialect,
    sql(
      `${verb} WHERE "account_id" = `,
      parameter('account', 'text'),
      ` AND ${identifier(column)} IN (SELECT i."value" FROM `,
      ids,
      ')',
      ending,
    ),
  );
}
