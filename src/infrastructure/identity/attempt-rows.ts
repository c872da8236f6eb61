import type { AttemptCount } from '#application/ports/login-attempt-store';
import type { Row } from '../database/sql-connection';

export function toAttemptCount(row: Row): AttemptCount {
  return { count: Number(row['count']), since: String(row['since']) };
}
