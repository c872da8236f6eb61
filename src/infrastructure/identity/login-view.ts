import type { LoginAnswer, LoginQuestion } from '#application/ports/users';
import type { SqlValue } from '#sql/sql-fragment';
import type { Row } from '../database/sql-connection';
import { textOrNull } from '../database/text-or-null';
import { toAttemptCount } from './attempt-rows';

const ACCOUNT_KEYS = { id: 'id', accountCode: 'account_code', slug: 'slug' } as const;

/**
 * One row, whoever is asked for. The user is looked up also where there is no account, and nothing else is read of it than
 * what the password is checked with, so that whether account and user exist makes no difference that anybody can measure.
 */
export function loginStatement({ account, emailKey, attempts, now }: LoginQuestion): [string, SqlValue[]] {
  const text =
    'SELECT a.id AS account_id, u.id AS user_id, u.password_hash, u.is_active, u.auth_version, t.count, t.since ' +
    'FROM (SELECT 1 AS asked) q ' +
    `LEFT JOIN accounts a ON a.${ACCOUNT_KEYS[account.by]} = $1 AND a.status = 'active' ` +
    `LEFT JOIN users u ON u.account_id = COALESCE(a.id, '') AND u.email_key = $2 AND u.auth_provider = 'password' ` +
    'LEFT JOIN login_attempts t ON t.key = $3 AND t.expires_at > $4';
  return [text, [account.value, emailKey, attempts, now]];
}

export function toLoginAnswer(row: Row): LoginAnswer {
  return {
    accountId: textOrNull(row['account_id']),
    found: row['user_id'] === null ? null : toFound(row),
    attempts: row['count'] === null ? null : toAttemptCount(row),
  };
}

function toFound(row: Row): NonNullable<LoginAnswer['found']> {
  return {
    userId: String(row['user_id']),
    passwordHash: String(row['password_hash']),
    isActive: Boolean(row['is_active']),
    authVersion: Number(row['auth_version']),
  };
}
