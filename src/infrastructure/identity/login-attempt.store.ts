import { Injectable } from '@nestjs/common';
import { type AttemptCount, LoginAttemptStore } from '#application/ports/login-attempt-store';
import type { Transaction } from '#application/ports/transactions';
import { LoginAttemptEntity } from '../database/entities/login-attempt.entity';
import { ReadPool } from '../database/reads/read-pool';
import type { Row } from '../database/sql-connection';
import { managerOf, sqlOf } from '../database/lanes/transaction';

/** Expired rows that one counted attempt clears away: more than it can add, so that they do not pile up. */
const SWEPT_PER_COUNT = 10;

/** Behind every hexadecimal digit. */
const AFTER_HEX = 'g';

// A placeholder's number is its place among the first uses (SQLite binds them in that order).
const FIND = 'SELECT key, count, since FROM login_attempts WHERE expires_at > $1 AND key IN ($2, $3)';

const IN_WINDOW = 'login_attempts.since > $4';
const COUNT_IN_WINDOW =
  'INSERT INTO login_attempts (key, count, since, expires_at) VALUES ($1, 1, $2, $3) ON CONFLICT (key) DO UPDATE SET ' +
  `count = CASE WHEN ${IN_WINDOW} THEN login_attempts.count + 1 ELSE 1 END, ` +
  `since = CASE WHEN ${IN_WINDOW} THEN login_attempts.since ELSE excluded.since END, ` +
  `expires_at = CASE WHEN ${IN_WINDOW} THEN login_attempts.expires_at ELSE excluded.expires_at END ` +
  'RETURNING count, since';

const LATER_EXPIRY =
  'CASE WHEN login_attempts.expires_at > excluded.expires_at THEN login_attempts.expires_at ELSE excluded.expires_at END';
/** The condition is looked at with the row locked, so that of attempts made at once none gets past a block. */
const COUNT =
  'INSERT INTO login_attempts (key, count, since, expires_at) VALUES ($1, 1, $2, $3) ON CONFLICT (key) DO UPDATE SET ' +
  'count = CASE WHEN login_attempts.since > $4 OR login_attempts.blocked_until > $4 THEN login_attempts.count + 1 ELSE 1 END, ' +
  `since = excluded.since, expires_at = ${LATER_EXPIRY} ` +
  'WHERE login_attempts.blocked_until IS NULL OR login_attempts.blocked_until <= $2 RETURNING count';

const BLOCK =
  'UPDATE login_attempts SET blocked_until = $1, expires_at = CASE WHEN expires_at > $2 THEN expires_at ELSE $2 END WHERE key = $3';
const UNCOUNT_IN_WINDOW = 'UPDATE login_attempts SET count = count - 1 WHERE key = $1 AND since = $2 AND count > 0';
const UNCOUNT =
  'UPDATE login_attempts SET count = count - 1, blocked_until = CASE WHEN blocked_until = $1 THEN NULL ELSE blocked_until END ' +
  'WHERE key = $2 AND count > 0';
const RESET =
  'INSERT INTO login_attempts (key, count, since, expires_at) VALUES ($1, 0, $2, $3) ON CONFLICT (key) DO UPDATE SET ' +
  'count = 0, since = excluded.since, blocked_until = NULL, expires_at = excluded.expires_at';
const RESET_ALL = 'UPDATE login_attempts SET count = 0, blocked_until = NULL WHERE key >= $1 AND key < $2';

const EXPIRED = `SELECT key FROM login_attempts WHERE expires_at <= $1 ORDER BY expires_at LIMIT ${SWEPT_PER_COUNT}`;
const SWEEP = {
  sqlite: `DELETE FROM login_attempts WHERE key IN (${EXPIRED})`,
  // Rows that another process counts on, or clears away, are left to it.
  postgres: `DELETE FROM login_attempts WHERE key IN (${EXPIRED} FOR UPDATE SKIP LOCKED)`,
};

/** Statements of its own rather than the ORM's: each has to decide and write in one go. */
@Injectable()
export class LoginAttemptStoreService extends LoginAttemptStore {
  constructor(private readonly pool: ReadPool) {
    super();
  }

  override async find(keys: readonly [string, string], now: string): Promise<AttemptCount[]> {
    const rows = await this.pool.all(FIND, [now, ...keys]);
    return rows.map(toCount);
  }

  override async countInWindow(
    tx: Transaction,
    key: string,
    now: string,
    windowStart: string,
    expiresAt: string,
  ): Promise<AttemptCount> {
    const sql = sqlOf(tx);
    await sql.all(SWEEP[sql.dialect.name], [now]);
    const [row] = await sql.all(COUNT_IN_WINDOW, [key, now, expiresAt, windowStart]);
    return toCount({ ...row, key });
  }

  override async count(
    tx: Transaction,
    key: string,
    now: string,
    forgottenAt: string,
    expiresAt: string,
  ): Promise<number | null> {
    const [row] = await sqlOf(tx).all(COUNT, [key, now, expiresAt, forgottenAt]);
    return row ? Number(row['count']) : null;
  }

  override async block(tx: Transaction, key: string, until: string, expiresAt: string): Promise<void> {
    await sqlOf(tx).all(BLOCK, [until, expiresAt, key]);
  }

  override isBlockedUntil(tx: Transaction, key: string, until: string): Promise<boolean> {
    return managerOf(tx).existsBy(LoginAttemptEntity, { key, blockedUntil: until });
  }

  override async uncountInWindow(tx: Transaction, key: string, since: string): Promise<void> {
    await sqlOf(tx).all(UNCOUNT_IN_WINDOW, [key, since]);
  }

  override async uncount(tx: Transaction, key: string, block: string | null): Promise<void> {
    await sqlOf(tx).all(UNCOUNT, [block, key]);
  }

  override async reset(tx: Transaction, key: string, now: string, expiresAt: string): Promise<void> {
    await sqlOf(tx).all(RESET, [key, now, expiresAt]);
  }

  override async resetAll(tx: Transaction, keyPrefix: string): Promise<void> {
    await sqlOf(tx).all(RESET_ALL, [keyPrefix, keyPrefix + AFTER_HEX]);
  }

  override async delete(tx: Transaction, key: string): Promise<void> {
    await managerOf(tx).delete(LoginAttemptEntity, { key });
  }
}

function toCount(row: Row): AttemptCount {
  return {
    key: String(row['key']),
    count: Number(row['count']),
    since: String(row['since']),
  };
}
