/** The two steps of a refresh, each one statement for all refreshes of a commit. */
import type { RefreshToken, StoredRefreshToken } from '#application/ports/session-store';
import type { SharedWork } from '#application/ports/transactions';
import type { Dialect, JsonColumn } from '#sql/dialect/dialect';
import { renderStatement } from '#sql/render-statement';
import { parameter, sql, type SqlFragment } from '#sql/sql-fragment';
import { SharedSteps } from '../database/lanes/shared-steps';

const NEXT: readonly JsonColumn[] = [
  { name: 'session', type: 'text' },
  { name: 'used', type: 'text' },
  { name: 'version', type: 'integer' },
  { name: 'id', type: 'text' },
  { name: 'hash', type: 'text' },
  { name: 'end', type: 'text' },
];

const USED: readonly JsonColumn[] = [
  { name: 'id', type: 'text' },
  { name: 'session', type: 'text' },
  { name: 'hash', type: 'text' },
  { name: 'end', type: 'text' },
];

/** Whatever decides that the user may come in, and as what, moves the version: the account's state too. */
const REPLACE = (rows: SqlFragment): SqlFragment =>
  sql(
    'UPDATE sessions SET refresh_id = n."id", refresh_hash = n."hash", expires_at = n."end" FROM (',
    rows,
    ') n WHERE sessions.id = n."session" AND sessions.refresh_id = n."used" AND sessions.revoked_at IS NULL ' +
      'AND EXISTS (SELECT 1 FROM users u WHERE u.id = sessions.user_id AND u.is_active AND u.auth_version = n."version") ' +
      'RETURNING sessions.id AS id',
  );

const REMEMBER = (rows: SqlFragment): SqlFragment =>
  sql(
    'INSERT INTO used_refresh_tokens (id, session_id, token_hash, expires_at) ' +
      'SELECT n."id", n."session", n."hash", n."end" FROM (',
    rows,
    ') n RETURNING id',
  );

export class RotateToken {
  private readonly replace: string;
  private readonly remember: string;

  constructor(dialect: Dialect) {
    const text = (statement: (rows: SqlFragment) => SqlFragment, columns: readonly JsonColumn[]): string =>
      renderStatement(dialect, statement(dialect.jsonRows(parameter('rows', 'json'), columns))).text;
    this.replace = text(REPLACE, NEXT);
    this.remember = text(REMEMBER, USED);
  }

  work(
    { id, tokenHash, expiresAt, session, user }: StoredRefreshToken,
    next: RefreshToken,
    end: string,
  ): SharedWork<void> {
    const { authVersion: version } = user;
    const replaced = { session: session.id, used: id, version, id: next.id, hash: next.tokenHash, end };
    const used = { id, session: session.id, hash: tokenHash, end: expiresAt };
    const step = (text: string, row: object, key: string) => ({
      text,
      bind: (json: string) => [json],
      rows: [JSON.stringify(row)],
      ids: [key],
    });
    return new SharedSteps([step(this.replace, replaced, session.id), step(this.remember, used, id)], () => {});
  }
}
