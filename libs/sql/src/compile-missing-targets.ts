/**
 * Which references lead nowhere. Asked only after the database refused a write, because it does not always say which of
 * its foreign keys was broken.
 */
import type { Dialect } from './dialect/dialect';
import { identifier } from './identifier';
import { renderStatement } from './render-statement';
import { type Statement, parameter, sql } from './sql-fragment';

/**
 * `table`: what the references lead to. Parameter `targets`: JSON text `[{"n": 0, "account": "…", "id": "…"}]`. Returns n
 * of every element whose account has no such row, in order.
 */
export function compileMissingTargets(table: string, dialect: Dialect): Statement {
  const rows = dialect.jsonRows(parameter('targets', 'json'), [
    { name: 'n', type: 'integer' },
    { name: 'account', type: 'text' },
    { name: 'id', type: 'text' },
  ]);
  return renderStatement(
    dialect,
    sql(
      'SELECT w."n" FROM (',
      rows,
      `) w WHERE NOT EXISTS (SELECT 1 FROM ${identifier(table)} t WHERE t."account_id" = w."account" AND t."id" = w."id") ORDER BY w."n"`,
    ),
  );
}
