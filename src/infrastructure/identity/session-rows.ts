import type { Session, StoredRefreshToken } from '#application/ports/session-store';
import type { Row } from '../database/sql-connection';
import { textOrNull } from '../database/text-or-null';
import { toAccount } from './account-rows';
import { columnsOf } from './columns-of';
import { toUsers } from './user-rows';

/** Of `sessions s`. */
export const SESSION_COLUMNS = columnsOf('s', 'session', [
  'id',
  'account_id',
  'user_id',
  'created_at',
  'expires_at',
  'revoked_at',
  'ip',
  'user_agent',
]);

export function toSession(row: Row): Session {
  return {
    id: String(row['session_id']),
    accountId: String(row['session_account_id']),
    userId: String(row['session_user_id']),
    createdAt: String(row['session_created_at']),
    expiresAt: String(row['session_expires_at']),
    address: textOrNull(row['session_ip']),
    userAgent: textOrNull(row['session_user_agent']),
  };
}

/** From the rows of one token: one for each group of its user. */
export function toRefreshToken(id: string, rows: readonly Row[]): StoredRefreshToken | null {
  const [row] = rows;
  if (row === undefined) return null;
  return {
    id,
    tokenHash: String(row['token_hash']),
    expiresAt: String(row['token_expires_at']),
    isUsed: Number(row['token_is_used']) === 1,
    session: { ...toSession(row), revokedAt: textOrNull(row['session_revoked_at']) },
    user: toUsers(rows)[0]!,
    account: toAccount(row),
    hasForgettable: Boolean(row['has_forgettable']),
  };
}
