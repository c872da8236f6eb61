import type { LoginAnswer, LoginQuestion } from '#application/ports/users';
import type { SqlValue } from '#sql/sql-fragment';
import type { Row } from '../database/sql-connection';
import { toAccount } from './account-rows';
import { toAttemptCount } from './attempt-rows';
import { GROUPS_OF_USER, toUsers, USER_COLUMNS } from './user-rows';

const ACCOUNT_KEYS = { id: 'id', accountCode: 'account_code', slug: 'slug' } as const;

/** Always at least one row: what a login has to read is the same whether account and user exist or not. */
export function loginStatement({ account, emailKey, attempts, now }: LoginQuestion): [string, SqlValue[]] {
  const text =
    `SELECT ${USER_COLUMNS}, u.password_hash, t.count, t.since FROM (SELECT 1 AS asked) q ` +
    `LEFT JOIN accounts a ON a.${ACCOUNT_KEYS[account.by]} = $1 AND a.status = 'active' ` +
    `LEFT JOIN users u ON u.account_id = a.id AND u.email_key = $2 AND u.auth_provider = 'password' ` +
    `LEFT JOIN roles r ON r.id = u.role_id ${GROUPS_OF_USER} ` +
    'LEFT JOIN login_attempts t ON t.key = $3 AND t.expires_at > $4 ORDER BY g.name';
  return [text, [account.value, emailKey, attempts, now]];
}

export function toLoginAnswer(rows: readonly Row[]): LoginAnswer {
  const row = rows[0]!;
  return {
    account: row['account_id'] === null ? null : toAccount(row),
    found: row['user_id'] === null ? null : { user: toUsers(rows)[0]!, passwordHash: String(row['password_hash']) },
    attempts: row['count'] === null ? null : toAttemptCount(row),
  };
}
