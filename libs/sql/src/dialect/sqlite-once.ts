import { type SqlFragment, joinSql, sql } from '../sql-fragment';

/** Gives the arguments names (v.a0, v.a1, …), so that an expression may use them twice without doubling its text at every level. */
export function once(values: readonly SqlFragment[], expression: SqlFragment): SqlFragment {
  const columns = values.map((value, index) => sql(value, ` AS a${index}`));
  return sql('(SELECT ', expression, ' FROM (SELECT ', joinSql(columns, ', '), ') v)');
}
