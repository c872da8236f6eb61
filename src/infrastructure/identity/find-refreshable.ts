/**
 * The one read of a refresh: the session, whether its user may still come in, and what the answer shows. Narrower than users
 * are read elsewhere, because half of its cost is the number of its columns.
 */
import type { RefreshableSession } from '#application/ports/session-store';
import type { AccountStatus } from '#domain/accounts/account';
import type { Row } from '../database/sql-connection';
import { textOrNull } from '../database/text-or-null';
import { columnsOf } from './columns-of';
import { GROUPS_OF_USER } from './user-rows';

const COLUMNS = [
  columnsOf('s', 'session', ['id', 'created_at', 'expires_at', 'refresh_hash']),
  columnsOf('u', 'user', ['id', 'email', 'is_active', 'email_verified', 'auth_version', 'created_at', 'last_login']),
  'r.name AS user_role, g.name AS user_group',
  columnsOf('a', 'account', ['id', 'account_code', 'slug', 'name', 'status', 'created_at']),
].join(', ');

export const FIND_REFRESHABLE =
  `SELECT ${COLUMNS} FROM sessions s JOIN users u ON u.id = s.user_id JOIN accounts a ON a.id = u.account_id ` +
  `JOIN roles r ON r.id = u.role_id ${GROUPS_OF_USER} ` +
  'WHERE s.refresh_id = $1 AND s.revoked_at IS NULL ORDER BY g.name';

/** From the rows of one session: one for each group of its user. */
export function toRefreshable(refreshId: string, rows: readonly Row[]): RefreshableSession | null {
  const [row] = rows;
  if (row === undefined) return null;
  return {
    id: String(row['session_id']),
    createdAt: String(row['session_created_at']),
    expiresAt: String(row['session_expires_at']),
    refreshId,
    refreshHash: String(row['session_refresh_hash']),
    user: {
      id: String(row['user_id']),
      accountId: String(row['account_id']),
      email: String(row['user_email']),
      role: String(row['user_role']),
      groups: rows.flatMap((each) => textOrNull(each['user_group']) ?? []),
      isActive: Boolean(row['user_is_active']),
      emailVerified: Boolean(row['user_email_verified']),
      createdAt: String(row['user_created_at']),
      lastLogin: textOrNull(row['user_last_login']),
      authVersion: Number(row['user_auth_version']),
    },
    account: {
      id: String(row['account_id']),
      accountCode: String(row['account_account_code']),
      slug: String(row['account_slug']),
      name: String(row['account_name']),
      status: row['account_status'] as AccountStatus,
      createdAt: String(row['account_created_at']),
    },
  };
}
