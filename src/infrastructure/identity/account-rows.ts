import type { Account, AccountStatus } from '#domain/accounts/account';
import type { Row } from '../database/sql-connection';
import { columnsOf } from './columns-of';

/** The columns of an account, from `accounts a`. */
export const ACCOUNT_COLUMNS = columnsOf('a', 'account', [
  'id',
  'account_code',
  'slug',
  'name',
  'status',
  'locale',
  'created_at',
  'updated_at',
]);

export function toAccount(row: Row): Account {
  return {
    id: String(row['account_id']),
    accountCode: String(row['account_account_code']),
    slug: String(row['account_slug']),
    name: String(row['account_name']),
    status: row['account_status'] as AccountStatus,
    locale: String(row['account_locale']),
    createdAt: String(row['account_created_at']),
    updatedAt: String(row['account_updated_at']),
  };
}
