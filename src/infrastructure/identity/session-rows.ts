import type { Session } from '#application/ports/session-store';
import type { Row } from '../database/sql-connection';
import { textOrNull } from '../database/text-or-null';
import { columnsOf } from './columns-of';

/** Of `sessions s`. */
export const SESSION_COLUMNS = columnsOf('s', 'session', [
  'id',
  'account_id',
  'user_id',
  'created_at',
  'expires_at',
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
