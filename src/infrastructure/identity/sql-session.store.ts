import { Injectable } from '@nestjs/common';
import {
  type RefreshToken,
  type Session,
  type SessionPage,
  SessionStore,
  type StoredRefreshToken,
} from '#application/ports/session-store';
import type { SharedWork, Transaction } from '#application/ports/transactions';
import { isoTime } from '#domain/kernel/clock';
import { Database } from '../database/database';
import { sqlOf } from '../database/lanes/transaction';
import { ReadPool } from '../database/reads/read-pool';
import { RotateToken } from './rotate-token';
import { SESSION_COLUMNS, toRefreshToken, toSession } from './session-rows';
import { usersText } from './user-rows';

/** So long a session leaves used tokens that ended lying, so that not every refresh has one to clear away. */
const FORGET_AFTER_MS = 86_400_000;

// A placeholder's number is its place among the first uses (SQLite binds them in that order).
const FIND_TOKEN = usersText(
  '(SELECT s.id AS session_id, s.refresh_hash AS token_hash, s.expires_at AS token_expires_at, 0 AS token_is_used ' +
    'FROM sessions s WHERE s.refresh_id = $2 UNION ALL ' +
    'SELECT session_id, token_hash, expires_at, 1 FROM used_refresh_tokens WHERE id = $2) t ' +
    'JOIN sessions s ON s.id = t.session_id JOIN users u ON u.id = s.user_id',
  'ORDER BY t.token_is_used, g.name',
  `, ${SESSION_COLUMNS}, t.token_hash, t.token_expires_at, t.token_is_used, EXISTS (SELECT 1 FROM used_refresh_tokens o ` +
    'WHERE o.session_id = s.id AND o.expires_at < $1) AS has_forgettable',
);
const INSERT =
  'INSERT INTO sessions (id, account_id, user_id, created_at, expires_at, ip, user_agent, refresh_id, refresh_hash) ' +
  'VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)';
const INSERT_IF_FREE = `${INSERT} ON CONFLICT DO NOTHING`;
/** Not the one whose newest token this is, as long as its user may come in: then something else moved. */
const REVOKE_UNLESS_USABLE =
  'UPDATE sessions SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL AND (refresh_id IS DISTINCT FROM $3 ' +
  'OR EXISTS (SELECT 1 FROM users u WHERE u.id = sessions.user_id AND NOT u.is_active)) RETURNING id';
const FORGET_USED = 'DELETE FROM used_refresh_tokens WHERE session_id = $1 AND expires_at < $2';
const FORGET_ENDED = [
  'DELETE FROM used_refresh_tokens WHERE session_id IN (SELECT s.id FROM sessions s WHERE s.user_id = $1 AND s.expires_at < $2)',
  'DELETE FROM sessions WHERE user_id = $1 AND expires_at < $2',
];
const LIVE = 'FROM sessions s WHERE s.user_id = $1 AND s.revoked_at IS NULL AND s.expires_at > $2';
const LIST = `SELECT ${SESSION_COLUMNS} ${LIVE} ORDER BY s.id DESC LIMIT $3 OFFSET $4`;
const COUNT = `SELECT COUNT(*) AS total ${LIVE}`;
const REVOKE = 'UPDATE sessions SET revoked_at = $1 WHERE revoked_at IS NULL';

@Injectable()
export class SqlSessionStore extends SessionStore {
  private readonly rotation: RotateToken;

  constructor(
    private readonly pool: ReadPool,
    { dialect }: Database,
  ) {
    super();
    this.rotation = new RotateToken(dialect);
  }

  override async insert(tx: Transaction, session: Session, token: RefreshToken): Promise<void> {
    await sqlOf(tx).all(INSERT, [...valuesOf(session), token.id, token.tokenHash]);
  }

  override async insertIfFree(tx: Transaction, session: Session): Promise<void> {
    await sqlOf(tx).all(INSERT_IF_FREE, [...valuesOf(session), null, null]);
  }

  override async findRefreshToken(id: string, now: string): Promise<StoredRefreshToken | null> {
    const forgettable = isoTime(Date.parse(now) - FORGET_AFTER_MS);
    return toRefreshToken(id, await this.pool.all(FIND_TOKEN, [forgettable, id]));
  }

  override rotate(token: StoredRefreshToken, next: RefreshToken, expiresAt: string): SharedWork<void> {
    return this.rotation.work(token, next, expiresAt);
  }

  override async revokeUnlessUsable(tx: Transaction, token: StoredRefreshToken, now: string): Promise<boolean> {
    return (await sqlOf(tx).all(REVOKE_UNLESS_USABLE, [now, token.session.id, token.id])).length === 1;
  }

  override async forgetUsed(tx: Transaction, sessionId: string, now: string): Promise<void> {
    await sqlOf(tx).all(FORGET_USED, [sessionId, now]);
  }

  override async forgetEnded(tx: Transaction, userId: string, now: string): Promise<void> {
    for (const text of FORGET_ENDED) await sqlOf(tx).all(text, [userId, now]);
  }

  override async listLive(userId: string, now: string, skip: number, limit: number): Promise<SessionPage> {
    const [rows, counted] = await Promise.all([
      this.pool.all(LIST, [userId, now, limit, skip]),
      this.pool.all(COUNT, [userId, now]),
    ]);
    return { items: rows.map(toSession), total: Number(counted[0]?.['total']) };
  }

  override async revoke(tx: Transaction, sessionId: string, now: string): Promise<void> {
    await sqlOf(tx).all(`${REVOKE} AND id = $2`, [now, sessionId]);
  }

  override async revokeOwn(tx: Transaction, userId: string, sessionId: string, now: string): Promise<boolean> {
    const text = `${REVOKE} AND id = $2 AND user_id = $3 AND expires_at > $1 RETURNING id`;
    return (await sqlOf(tx).all(text, [now, sessionId, userId])).length === 1;
  }

  override async revokeAllOfUser(tx: Transaction, userId: string, now: string, except?: string): Promise<void> {
    if (except === undefined) await sqlOf(tx).all(`${REVOKE} AND user_id = $2`, [now, userId]);
    else await sqlOf(tx).all(`${REVOKE} AND user_id = $2 AND id <> $3`, [now, userId, except]);
  }
}

function valuesOf({ id, accountId, userId, createdAt, expiresAt, address, userAgent }: Session) {
  return [id, accountId, userId, createdAt, expiresAt, address, userAgent];
}
