/**
 * Deletes, and what they mean for the rows that refer to the deleted ones. Which of them runs is the store's decision;
 * every statement takes the keys of all targets at once, so that a batch costs as many statements as a single delete.
 */
import type { DeletePlan } from '#domain/query/record-plan';
import { storedOutput } from '#domain/query/stored-output';
import type { Collection, Field } from '#domain/schema/collection';
import { storageOf } from '#domain/schema/field-storage';
import { conditionTerms } from './compile-condition';
import { compileBody } from './compile-output';
import { compileWeight } from './compile-weight';
import type { Dialect } from './dialect/dialect';
import type { Frame } from './frame';
import { identifier } from './identifier';
import { inReach } from './in-reach';
import { recordFrame } from './read-frame';
import { renderStatement } from './render-statement';
import { recordsOf, type RowSource } from './row-source';
import { LINE_SEPARATOR } from './stored-lines';
import { type SqlFragment, type Statement, joinSql, parameter, sql } from './sql-fragment';

/**
 * Parameters: keys (as below), share, account (unless the plan spans accounts). Returns, as stored lines (stored-lines.ts), the
 * column `lines` of the rows that may be deleted, without the bodies of those that weigh more than `share` bytes. On PostgreSQL
 * the rows are locked until the transaction ends.
 */
export function compileDeleteSelect(plan: DeletePlan, dialect: Dialect): Statement {
  const frame = recordFrame(dialect);
  const conditions = [...inReach(frame.row, plan.reach), ...conditionTerms(frame, plan.rule)];
  return selectStored(frame, plan.collection, [isOneOf(frame.row, dialect), ...conditions]);
}

/** Parameters: account, ids (a JSON list), share. Returns the rows as above. */
export function compileHold(collection: Collection, dialect: Dialect): Statement {
  const frame = recordFrame(dialect);
  const ids = dialect.eachText(parameter('ids', 'json'), 'k');
  return selectStored(frame, collection, [
    sql(frame.row.column('account_id'), ' = ', parameter('account', 'text')),
    sql(frame.row.column('id'), ' IN (SELECT k."value" FROM ', ids, ')'),
  ]);
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

/** Parameters: keys, share, limit. Returns the rows whose `field` refers to any of the keys as above, at most `limit` of them. */
export function compileFindReferrers(collection: Collection, field: Field, dialect: Dialect): Statement {
  const frame = recordFrame(dialect);
  return selectStored(frame, collection, [refers(frame, field)], upTo());
}

/** As compileFindReferrers(), but account_id and id of each, as rows. */
export function compileReferrerKeys(collection: Collection, field: Field, dialect: Dialect): Statement {
  const frame = recordFrame(dialect);
  const keys = ['account_id', 'id'].map((name) => frame.row.column(name));
  return renderStatement(dialect, lockedRows(frame, collection, keys, [refers(frame, field)], upTo()));
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

function selectStored(
  frame: Frame,
  collection: Collection,
  conditions: readonly SqlFragment[],
  limit?: SqlFragment,
): Statement {
  const { dialect, row } = frame;
  const body = compileBody(frame, storedOutput(collection));
  const weight = compileWeight(frame, collection.fields);
  const isLight = weight === null ? null : sql(weight, ' <= ', parameter('share', 'integer'));
  const shown = isLight === null ? body : sql('CASE WHEN ', isLight, ' THEN ', body, ' END');
  const line = sql('concat(', row.column('_rev'), `, ' ', `, weight ?? '0', `, ' ', `, shown, ') AS "line"');
  const rows = lockedRows(frame, collection, [line], conditions, limit);
  return renderStatement(
    dialect,
    sql(`SELECT string_agg(l."line", '${LINE_SEPARATOR}') AS "lines" FROM (`, rows, ') l'),
  );
}

function lockedRows(
  { dialect }: Frame,
  collection: Collection,
  columns: readonly SqlFragment[],
  conditions: readonly SqlFragment[],
  limit: SqlFragment = sql(),
): SqlFragment {
  const from = ` FROM ${recordsOf(collection)} WHERE `;
  return sql('SELECT ', joinSql(columns, ', '), from, joinSql(conditions, ' AND '), limit, dialect.forUpdate);
}

function refers({ row, dialect }: Frame, field: Field): SqlFragment {
  const keys = targetKeys(dialect);
  const account = row.column('account_id');
  if (storageOf(field) === 'column') return sql('(', account, ', ', row.column(field.column), ') IN (', keys, ')');
  return sql(
    '(',
    account,
    ', ',
    row.column('id'),
    `) IN (SELECT "account_id", "record_id" FROM ${identifier(field.column)} WHERE ("account_id", "target_id") IN (`,
    keys,
    '))',
  );
}

function upTo(): SqlFragment {
  return sql(' LIMIT ', parameter('limit', 'integer'));
}

function isOneOf(row: RowSource, dialect: Dialect): SqlFragment {
  return sql('(', row.column('account_id'), ', ', row.column('id'), ') IN (', targetKeys(dialect), ')');
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
