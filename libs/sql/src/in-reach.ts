/** The tenant condition of a statement's rows. */
import type { Reach } from '#domain/query/reach';
import type { RowSource } from './row-source';
import { type SqlFragment, parameter, sql } from './sql-fragment';

/** Parameter `account`, unless the plan spans accounts: then there is no condition. */
export function inReach(row: RowSource, reach: Reach): readonly SqlFragment[] {
  return reach === 'all' ? [] : [sql(row.column('account_id'), ' = ', parameter('account', 'text'))];
}
