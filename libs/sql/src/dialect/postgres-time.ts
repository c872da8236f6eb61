/** Times on PostgreSQL as the texts that clients read, whatever the session's settings are. */
import { type SqlFragment, sql } from '../sql-fragment';

export function datetimeText(time: SqlFragment): SqlFragment {
  return sql('to_char(', time, ` AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);
}

export function dateText(day: SqlFragment): SqlFragment {
  return sql('to_char(', day, `, 'YYYY-MM-DD')`);
}
