/**
 * Which records would have the unique values of another. Asked only after the database refused a write, because of several
 * values that are taken the two engines name different ones.
 */
import type { ValueType } from '#domain/rules/condition';
import type { Dialect } from './dialect/dialect';
import { identifier } from './identifier';
import { renderStatement } from './render-statement';
import { type SqlFragment, type Statement, joinSql, parameter, sql } from './sql-fragment';

export interface UniqueColumn {
  /** Physical. */
  readonly name: string;
  readonly type: ValueType;
}

/**
 * Parameters: `rows`, JSON text `[{"n": 0, "account": "…", "id": "…", "s0": true, "c0": …, …}]` with the values of the columns
 * that are written (s0: it is; the others keep what they have), and `ids`, a JSON list of the ids of all records of the write,
 * which are not compared with. Returns n of every element whose values another record has.
 */
export function compileTaken(table: string, columns: readonly UniqueColumn[], dialect: Dialect): Statement {
  const rows = dialect.jsonRows(parameter('rows', 'json'), [
    { name: 'n', type: 'integer' },
    { name: 'account', type: 'text' },
    { name: 'id', type: 'text' },
    ...columns.flatMap(({ type }, index) => [
      { name: `s${index}`, type: 'boolean' as const },
      { name: `c${index}`, type },
    ]),
  ]);
  const equal = columns.map(({ name, type }, index): SqlFragment => {
    const value = sql(`(CASE WHEN w."s${index}" THEN w."c${index}" ELSE r.${identifier(name)} END)`);
    return dialect.compare('=', type, sql(`t.${identifier(name)}`), value);
  });
  const written = sql('(SELECT x."value" FROM ', dialect.eachText(parameter('ids', 'json'), 'x'), ')');
  const other = sql(
    ` FROM ${identifier(table)} t WHERE t."account_id" = w."account" AND `,
    joinSql([sql('t."id" NOT IN ', written), ...equal], ' AND '),
  );
  return renderStatement(
    dialect,
    sql(
      'SELECT w."n" FROM (',
      rows,
      `) w LEFT JOIN ${identifier(table)} r ON r."account_id" = w."account" AND r."id" = w."id" WHERE `,
      dialect.exists(other),
    ),
  );
}
