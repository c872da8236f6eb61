/**
 * Deletes, and what they mean for the rows that refer to the deleted ones. Which of them runs is the store's decision;
 * every statement takes the keys of all targets at once, so that a batch costs as many statements as a single delete.
 */
import type { DeletePlan } from '#domain/query/record-plan';
import type { Collection, Field } from '#domain/schema/collection';
import { storageOf } from '#domain/schema/field-storage';
import { conditionTerms } from './compile-condition';
import type { Dialect } from './dialect/dialect';
import { identifier } from './identifier';
import { inReach } from './in-reach';
import { readFrame } from './read-frame';
import { renderStatement } from './render-statement';
import { storedRow } from './row-source';
import { type SqlFragment, type Statement, joinSql, parameter, sql } from './sql-fragment';

/** Parameters: id, account (unless the plan spans accounts). Returns account_id, rev of the row if it may be deleted. */
export function compileDeleteSelect(plan: DeletePlan, dialect: Dialect): Statement {
  const row = storedRow(plan.collection.table);
  const conditions = [
    ...inReach(row, plan.reach),
    sql(row.column('id'), ' = ', parameter('id', 'text')),
    ...conditionTerms(readFrame(dialect, row), plan.rule),
  ];
  const table = identifier(plan.collection.table);
  return renderStatement(
    dialect,
    sql(
      `SELECT ${table}."account_id", ${table}."_rev" AS "rev" FROM ${table} WHERE `,
      joinSql(conditions, ' AND '),
      dialect.forUpdate,
    ),
  );
}

/** Parameter `keys`: JSON text `[{"account": "…", "id": "…"}]`. Returns account_id, id of the deleted rows. */
export function compileDeleteRows(collection: Collection, dialect: Dialect): Statement {
  return renderStatement(
    dialect,
    sql(
      `DELETE FROM ${identifier(collection.table)} WHERE ("account_id", "id") IN (`,
      targetKeys(dialect),
      ') RETURNING "account_id", "id"',
    ),
  );
}

/**
 * Rows whose `field` refers to any of the keys (parameter as above): account_id, id. On PostgreSQL they are locked until
 * the transaction ends.
 */
export function compileFindReferrers(collection: Collection, field: Field, dialect: Dialect): Statement {
  const table = identifier(collection.table);
  const keys = targetKeys(dialect);
  const refers =
    storageOf(field) === 'junction'
      ? sql(
          `(r."account_id", r."id") IN (SELECT "account_id", "record_id" FROM ${identifier(field.column)} `,
          'WHERE ("account_id", "target_id") IN (',
          keys,
          '))',
        )
      : sql(`(r."account_id", r.${identifier(field.column)}) IN (`, keys, ')');
  return renderStatement(
    dialect,
    sql(`SELECT r."account_id", r."id" FROM ${table} r WHERE `, refers, dialect.forUpdate),
  );
}

/**
 * Takes the keys out of `field` of all rows that refer to them. Parameters: keys, and for single references updated_at,
 * updated_by. Returns account_id, id of the rows; for multiple references the store then calls compileTouch() on them.
 */
export function compileClearReferences(collection: Collection, field: Field, dialect: Dialect): Statement {
  const column = identifier(field.column);
  const keys = targetKeys(dialect);
  if (storageOf(field) === 'junction') {
    return renderStatement(
      dialect,
      sql(
        `DELETE FROM ${column} WHERE ("account_id", "target_id") IN (`,
        keys,
        ') RETURNING "account_id", "record_id" AS "id"',
      ),
    );
  }
  return renderStatement(
    dialect,
    sql(
      `UPDATE ${identifier(collection.table)} SET ${column} = NULL, `,
      touched(),
      ` WHERE ("account_id", ${column}) IN (`,
      keys,
      ') RETURNING "account_id", "id"',
    ),
  );
}

/** A new revision of the rows with the keys, their columns unchanged. Parameters: keys, updated_at, updated_by. */
export function compileTouch(collection: Collection, dialect: Dialect): Statement {
  return renderStatement(
    dialect,
    sql(
      `UPDATE ${identifier(collection.table)} SET `,
      touched(),
      ' WHERE ("account_id", "id") IN (',
      targetKeys(dialect),
      ') RETURNING "account_id", "id"',
    ),
  );
}

function touched(): SqlFragment {
  return sql(
    '"updated_at" = ',
    parameter('updated_at', 'datetime'),
    ', "updated_by" = ',
    parameter('updated_by', 'text'),
    ', "_rev" = "_rev" + 1',
  );
}

function targetKeys(dialect: Dialect): SqlFragment {
  const rows = dialect.jsonRows(parameter('keys', 'json'), [
    { name: 'account', type: 'text' },
    { name: 'id', type: 'text' },
  ]);
  return sql('SELECT k."account", k."id" FROM (', rows, ') k');
}
