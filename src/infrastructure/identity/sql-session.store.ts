import { Injectable } from '@nestjs/common';
import {
  type RefreshableSession,
  type RefreshKey,
  type Session,
  type SessionPage,
  SessionStore,
} from '#application/ports/session-store';
import type { SharedWork, Transaction } from '#application/ports/transactions';
import { Database } from '../database/database';
import { sqlOf } from '../database/lanes/transaction';
import { ReadPool } from '../database/reads/read-pool';
import { FIND_REFRESHABLE, toRefreshable } from './find-refreshable';
import { RotateRefreshHash } from './rotate-refresh-hash';
import { SESSION_COLUMNS, toSession } from './session-rows';

const INSERT =
  'INSERT INTO sessions (id, account_id, user_id, created_at, expires_at, ip, user_agent, refresh_id, refresh_hash) ' +
  'VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)';
const INSERT_IF_FREE = `${INSERT} ON CONFLICT DO NOTHING`;
/** Not as long as this is its newest token and its user may come in: then something else moved. */
const REVOKE_UNLESS_USABLE =
  'UPDATE sessions SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL AND (refresh_hash IS DISTINCT FROM $3 ' +
  'OR EXISTS (SELECT 1 FROM users u WHERE u.id = sessions.user_id AND NOT u.is_active)) RETURNING id';
const FORGET_ENDED = 'DELETE FROM sessions WHERE user_id = $1 AND expires_at < $2';
const LIVE = 'FROM sessions s WHERE s.user_id = $1 AND s.revoked_at IS NULL AND s.expires_at > $2';
const LIST = `SELECT ${SESSION_COLUMNS} ${LIVE} ORDER BY s.id DESC LIMIT $3 OFFSET $4`;
const COUNT = `SELECT COUNT(*) AS total ${LIVE}`;
const REVOKE = 'UPDATE sessions SET revoked_at = $1 WHERE revoked_at IS NULL';

@Injectable()
export class SqlSessionStore extends SessionStore {
  private readonly rotation: RotateRefreshHash;

  constructor(
    private readonly pool: ReadPool,
    { dialect }: Database,
  ) {
    super();
    this.rotation = new RotateRefreshHash(dialect);
  }

  override async insert(tx: Transaction, session: Session, key: RefreshKey): Promise<void> {
    await sqlOf(tx).all(INSERT, [...valuesOf(session), key.id, key.hash]);
  }

  override async insertIfFree(tx: Transaction, session: Session): Promise<void> {
    await sqlOf(tx).all(INSERT_IF_FREE, [...valuesOf(session), null, null]);
  }

  override async findRefreshable(refreshId: string): Promise<RefreshableSession | null> {
    return toRefreshable(refreshId, await this.pool.all(FIND_REFRESHABLE, [refreshId]));
  }

  override rotate(session: RefreshableSession, nextHash: string, expiresAt: string): SharedWork<void> {
    return this.rotation.work(session, nextHash, expiresAt);
  }

  override async revokeUnlessUsable(tx: Transaction, sessionId: string, hash: string, now: string): Promise<boolean> {
    return (await sqlOf(tx).all(REVOKE_UNLESS_USABLE, [now, sessionId, hash])).length === 1;
  }

  override async forgetEnded(tx: Transaction, userId: string, now: string): Promise<void> {
    await sqlOf(tx).all(FORGET_ENDED, [userId, now]);
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
