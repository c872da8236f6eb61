/** Which records have given values in the columns of a unique index. */
import type { MatchPlan } from '#domain/query/record-plan';
import { storageKind } from '#domain/schema/field-storage';
import type { Dialect } from './dialect/dialect';
import { identifier } from './identifier';
import { renderStatement } from './render-statement';
import { type SqlFragment, type Statement, joinSql, parameter, sql } from './sql-fragment';

/**
 * Parameters: account, and `rows`, JSON text `[{"n": 0, "c0": …}]` with the values of plan.on in order. Returns `found`: n of every
 * element that there is a record for, a blank and its id, with commas between them; null: there is none.
 */
export function compileMatch({ collection, on }: MatchPlan, dialect: Dialect): Statement {
  const rows = dialect.jsonRows(parameter('rows', 'json'), [
    { name: 'n', type: 'integer' },
    ...on.map((field, index) => ({ name: `c${index}`, type: storageKind(field) })),
  ]);
  const equal = on.map((field, index): SqlFragment => {
    return dialect.compare('=', storageKind(field), sql(`t.${identifier(field.column)}`), sql(`w."c${index}"`));
  });
  const isTheirs = sql('t."account_id" = ', parameter('account', 'text'));
  return renderStatement(
    dialect,
    sql(
      `SELECT string_agg(concat(w."n", ' ', t."id"), ',') AS "found" FROM (`,
      rows,
      // In this order: SQLite would read every record of the account and look for each among the rows.
      `) w CROSS JOIN ${identifier(collection.table)} t WHERE `,
      joinSql([isTheirs, ...equal], ' AND '),
    ),
  );
}
