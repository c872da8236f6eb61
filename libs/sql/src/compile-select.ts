/** Which records a change by filter is about: how many, and their ids. */
import type { SelectPlan } from '#domain/query/record-plan';
import { conditionTerms } from './compile-condition';
import { guardColumns } from './compile-guards';
import { storedChange } from './compile-update';
import type { Dialect } from './dialect/dialect';
import { inReach } from './in-reach';
import { recordFrame } from './read-frame';
import { renderStatement } from './render-statement';
import { recordsOf } from './row-source';
import { type SqlFragment, type Statement, joinSql, parameter, sql } from './sql-fragment';

/** All with the parameter account (unless the plan spans accounts); `stored`: the values of plan.sets. */
export interface SelectStatements {
  /** Parameters: credential. Row: stamp, schema, total. */
  readonly count: Statement;
  /** Parameters: credential, limit. Row: stamp, schema, ids (text, comma-separated; null: none), in no order. */
  readonly find: Statement;
  /** Parameter: limit. Row: ids, as above. On PostgreSQL the rows are locked until the transaction ends. */
  readonly hold: Statement;
}

export function compileSelect(plan: SelectPlan, dialect: Dialect): SelectStatements {
  const frame = recordFrame(dialect);
  const changing = { ...frame, changed: storedChange(plan.sets, dialect, frame.row) };
  const conditions = [...inReach(frame.row, plan.reach), ...conditionTerms(changing, plan.where)];
  const where = conditions.length === 0 ? sql('') : sql(' WHERE ', joinSql(conditions, ' AND '));
  const rows = sql(` FROM ${recordsOf(plan.collection)}`, where);
  const some = sql('SELECT ', frame.row.column('id'), rows, ' LIMIT ', parameter('limit', 'integer'));
  const guarded = (column: SqlFragment): Statement =>
    renderStatement(dialect, sql('SELECT ', guardColumns(), ', ', column));
  return {
    count: guarded(sql('(SELECT count(*)', rows, ') AS "total"')),
    find: guarded(sql('(', idsOf(some), ') AS "ids"')),
    hold: renderStatement(dialect, idsOf(sql(some, dialect.forUpdate))),
  };
}

function idsOf(rows: SqlFragment): SqlFragment {
  return sql(`SELECT string_agg(l."id", ',') AS "ids" FROM (`, rows, ') l');
}
