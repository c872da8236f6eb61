/** Writes of multiple references: their ids live in a junction table, in the order the caller gave. */
import type { Field } from '#domain/schema/collection';
import type { Dialect } from './dialect/dialect';
import { identifier } from './identifier';
import { renderStatement } from './render-statement';
import { type Statement, parameter, sql } from './sql-fragment';

/** Removes all ids of the records. Parameter `keys`: JSON text `[{"account": "…", "id": "…"}]`. Returns nothing. */
export function compileUnlink(field: Field, dialect: Dialect): Statement {
  const rows = dialect.jsonRows(parameter('keys', 'json'), [
    { name: 'account', type: 'text' },
    { name: 'id', type: 'text' },
  ]);
  const table = identifier(field.column);
  return renderStatement(
    dialect,
    sql(`DELETE FROM ${table} WHERE ("account_id", "record_id") IN (SELECT k."account", k."id" FROM (`, rows, ') k)'),
  );
}

/**
 * Adds ids to records that have none. Parameter `links`: JSON text
 * `[{"account": "…", "record": "…", "target": "…", "position": 0}]`. Returns nothing.
 */
export function compileLink(field: Field, dialect: Dialect): Statement {
  const rows = dialect.jsonRows(parameter('links', 'json'), [
    { name: 'account', type: 'text' },
    { name: 'record', type: 'text' },
    { name: 'target', type: 'text' },
    { name: 'position', type: 'integer' },
  ]);
  return renderStatement(
    dialect,
    sql(
      `INSERT INTO ${identifier(field.column)} ("account_id", "record_id", "target_id", "position") `,
      'SELECT k."account", k."record", k."target", k."position" FROM (',
      rows,
      ') k',
    ),
  );
}
