/** The one step of a refresh, a single statement for all refreshes of a commit. */
import type { RefreshableSession } from '#application/ports/session-store';
import type { SharedWork } from '#application/ports/transactions';
import type { Dialect, JsonColumn } from '#sql/dialect/dialect';
import { renderStatement } from '#sql/render-statement';
import { parameter, sql, type SqlFragment } from '#sql/sql-fragment';
import { SharedSteps } from '../database/lanes/shared-steps';

const COLUMNS: readonly JsonColumn[] = [
  { name: 'session', type: 'text' },
  { name: 'used', type: 'text' },
  { name: 'version', type: 'integer' },
  { name: 'next', type: 'text' },
  { name: 'end', type: 'text' },
];

/**
 * Whatever decides that the user may come in, and as what, moves the version: the account's state too. No index holds what is
 * written, so that the row alone is.
 */
const REPLACE = (rows: SqlFragment): SqlFragment =>
  sql(
    'UPDATE sessions SET refresh_hash = n."next", expires_at = n."end" FROM (',
    rows,
    ') n WHERE sessions.id = n."session" AND sessions.refresh_hash = n."used" AND sessions.revoked_at IS NULL ' +
      'AND EXISTS (SELECT 1 FROM users u WHERE u.id = sessions.user_id AND u.is_active AND u.auth_version = n."version") ' +
      'RETURNING sessions.id AS id',
  );

export class RotateRefreshHash {
  private readonly text: string;

  constructor(dialect: Dialect) {
    this.text = renderStatement(dialect, REPLACE(dialect.jsonRows(parameter('rows', 'json'), COLUMNS))).text;
  }

  work({ id: session, refreshHash: used, user }: RefreshableSession, next: string, end: string): SharedWork<void> {
    const row = { session, used, version: user.authVersion, next, end };
    const step = { text: this.text, bind: (json: string) => [json], rows: [JSON.stringify(row)], ids: [session] };
    return new SharedSteps([step], () => {});
  }
}
