/** Which rows of a junction table belong to a row. */
import type { RowSource } from './row-source';
import { type SqlFragment, sql } from './sql-fragment';

export function isLinkOf(link: RowSource, row: RowSource): SqlFragment {
  const sameAccount = sql(link.column('account_id'), ' = ', row.column('account_id'));
  return sql(sameAccount, ' AND ', link.column('record_id'), ' = ', row.column('id'));
}
