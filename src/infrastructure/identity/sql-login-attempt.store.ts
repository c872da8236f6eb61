import { Injectable } from '@nestjs/common';
import {
  type AttemptCount,
  type AttemptKeys,
  type AttemptTimes,
  type CountedAttempt,
  LoginAttemptStore,
} from '#application/ports/login-attempt-store';
import type { Transaction } from '#application/ports/transactions';
import { isoTime } from '#domain/kernel/clock';
import { ReadPool } from '../database/reads/read-pool';
import type { SqlConnection } from '../database/sql-connection';
import { sqlOf } from '../database/lanes/transaction';
import { toAttemptCount } from './attempt-rows';

/** Expired rows are kept this long before a counted attempt deletes some, so that few attempts have to. */
const SWEEP_AFTER_MS = 3_600_000;
/** More than the attempts of that time can add, so that they do not pile up. */
const SWEPT_AT_ONCE = 100;

/** Sorts after every hexadecimal digit. */
const AFTER_HEX = 'g';

// A placeholder's number is its place among the first uses (SQLite binds them in that order).
const FIND = 'SELECT count, since FROM login_attempts WHERE key = $1 AND expires_at > $2';

const IS_ADDRESS = 'login_attempts.key = $1';
const IN_WINDOW = 'login_attempts.since > $7';
/**
 * Counts the address first, then the user, so that units do not deadlock. The condition is evaluated with
 * the row locked, so that none of several attempts made at once gets past a block.
 */
const COUNT =
  'INSERT INTO login_attempts (key, count, since, expires_at) VALUES ($1, 1, $2, $3), ' +
  '(CASE WHEN EXISTS (SELECT 1 FROM login_attempts k WHERE k.key = $4 AND k.expires_at > $2) THEN $4 ELSE $5 END, 1, $2, $6) ' +
  'ON CONFLICT (key) DO UPDATE SET ' +
  `count = CASE WHEN CASE WHEN ${IS_ADDRESS} THEN ${IN_WINDOW} ` +
  'ELSE login_attempts.since > $8 OR login_attempts.blocked_until > $8 END THEN login_attempts.count + 1 ELSE 1 END, ' +
  `since = CASE WHEN ${IS_ADDRESS} AND ${IN_WINDOW} THEN login_attempts.since ELSE excluded.since END, ` +
  `expires_at = CASE WHEN CASE WHEN ${IS_ADDRESS} THEN ${IN_WINDOW} ELSE login_attempts.expires_at > excluded.expires_at END ` +
  'THEN login_attempts.expires_at ELSE excluded.expires_at END ' +
  'WHERE login_attempts.blocked_until IS NULL OR login_attempts.blocked_until <= $2 RETURNING key, count, since, ' +
  'EXISTS (SELECT 1 FROM login_attempts o WHERE o.expires_at < $9) AS has_expired';

/** Rows as in COUNT: the address gets one back, the others begin anew. `strangers`: how their row is written. */
const succeed = (strangers: string, known: number): string =>
  `INSERT INTO login_attempts (key, count, since, expires_at) VALUES ($1, 0, $2, $3), ${strangers}` +
  `($${known}, 0, $3, $${known + 1}) ON CONFLICT (key) DO UPDATE SET ` +
  `count = CASE WHEN ${IS_ADDRESS} THEN CASE WHEN login_attempts.since = $2 AND login_attempts.count > 0 ` +
  'THEN login_attempts.count - 1 ELSE login_attempts.count END ELSE 0 END, ' +
  `since = CASE WHEN ${IS_ADDRESS} THEN login_attempts.since ELSE excluded.since END, ` +
  `blocked_until = CASE WHEN ${IS_ADDRESS} THEN login_attempts.blocked_until END, ` +
  `expires_at = CASE WHEN ${IS_ADDRESS} THEN login_attempts.expires_at ELSE excluded.expires_at END`;
const SUCCEED_AT_HOME = succeed('', 4);
const SUCCEED_AS_STRANGER = succeed('($4, 0, $3, $3), ', 5);

const BLOCK =
  'UPDATE login_attempts SET blocked_until = $1, expires_at = CASE WHEN expires_at > $2 THEN expires_at ELSE $2 END WHERE key = $3';
const UNCOUNT_IN_WINDOW = 'UPDATE login_attempts SET count = count - 1 WHERE key = $1 AND since = $2 AND count > 0';
const UNCOUNT =
  'UPDATE login_attempts SET count = count - 1, blocked_until = CASE WHEN blocked_until = $1 THEN NULL ELSE blocked_until END ' +
  'WHERE key = $2 AND count > 0';
const RESET_ALL = 'UPDATE login_attempts SET count = 0, blocked_until = NULL WHERE key >= $1 AND key < $2';

const EXPIRED = `SELECT key FROM login_attempts WHERE expires_at <= $1 ORDER BY expires_at LIMIT ${SWEPT_AT_ONCE}`;

const IS_BLOCKED_UNTIL = 'SELECT 1 FROM login_attempts WHERE key = $1 AND blocked_until = $2';

@Injectable()
export class SqlLoginAttemptStore extends LoginAttemptStore {
  constructor(private readonly pool: ReadPool) {
    super();
  }

  override async find(key: string, now: string): Promise<AttemptCount | null> {
    const [row] = await this.pool.all(FIND, [key, now]);
    return row === undefined ? null : toAttemptCount(row);
  }

  override async count(tx: Transaction, keys: AttemptKeys, times: AttemptTimes): Promise<CountedAttempt> {
    const { address, known, strangers } = keys;
    const { now, windowStart, windowEnd, forgottenAt, keptUntil } = times;
    const sql = sqlOf(tx);
    const expired = isoTime(Date.parse(now) - SWEEP_AFTER_MS);
    const values = [address, now, windowEnd, known, strangers, keptUntil, windowStart, forgottenAt, expired];
    const rows = await sql.all(COUNT, values);
    if (rows[0]!['has_expired']) await sweep(sql, now);
    const user = rows.find(({ key }) => key !== address);
    return {
      address: toAttemptCount(rows.find(({ key }) => key === address)!),
      isKnown: user?.['key'] === known,
      failures: user === undefined ? null : Number(user['count']),
    };
  }

  override async succeed(
    tx: Transaction,
    { address, strangers, known }: AttemptKeys,
    { since, isKnown }: { readonly since: string; readonly isKnown: boolean },
    now: string,
    knownUntil: string,
  ): Promise<void> {
    if (isKnown) await sqlOf(tx).all(SUCCEED_AT_HOME, [address, since, now, known, knownUntil]);
    else await sqlOf(tx).all(SUCCEED_AS_STRANGER, [address, since, now, strangers, known, knownUntil]);
  }

  override async block(tx: Transaction, key: string, until: string, expiresAt: string): Promise<void> {
    await sqlOf(tx).all(BLOCK, [until, expiresAt, key]);
  }

  override async isBlockedUntil(tx: Transaction, key: string, until: string): Promise<boolean> {
    return (await sqlOf(tx).all(IS_BLOCKED_UNTIL, [key, until])).length === 1;
  }

  override async uncountInWindow(tx: Transaction, key: string, since: string): Promise<void> {
    await sqlOf(tx).all(UNCOUNT_IN_WINDOW, [key, since]);
  }

  override async uncount(tx: Transaction, key: string, block: string | null): Promise<void> {
    await sqlOf(tx).all(UNCOUNT, [block, key]);
  }

  override async resetAll(tx: Transaction, keyPrefix: string): Promise<void> {
    await sqlOf(tx).all(RESET_ALL, [keyPrefix, keyPrefix + AFTER_HEX]);
  }
}

/** Rows that another process is counting or deleting are left to it. */
async function sweep(sql: SqlConnection, now: string): Promise<void> {
  await sql.all(`DELETE FROM login_attempts WHERE key IN (${EXPIRED}${sql.dialect.forUpdateSkipLocked})`, [now]);
}
