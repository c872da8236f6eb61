/** FROM items that one SELECT or EXISTS has to hold: the lists of the request's body that a comparison goes through. */
import { type SqlFragment, joinSql, sql } from './sql-fragment';

export type Sources = SqlFragment[];

export function fromWhere(sources: Sources, where: SqlFragment): SqlFragment {
  return sql(' FROM ', joinSql(sources, ', '), ' WHERE ', where);
}
