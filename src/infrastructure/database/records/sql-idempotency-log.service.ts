import { Injectable } from '@nestjs/common';
import { IdempotencyLog, type IdempotencyKey, type KeptAnswer } from '#application/ports/idempotency-log';
import type { Transaction } from '#application/ports/transactions';
import { isoTime } from '#domain/kernel/clock';
import { IdempotencyKeyEntity } from '../entities/idempotency-key.entity';
import { managerOf, sqlOf } from '../lanes/transaction';

/** How long an answer is kept and repeated. */
const KEPT_MS = 24 * 60 * 60 * 1000;
/** One claim in so many clears away older answers, which is cheap because an index leads to them. */
const SWEEP_EVERY = 200;
/** Answers that it clears away at most. */
const SWEPT = 1000;

/** The body while the unit that claimed the key runs; no other transaction sees it. */
const UNANSWERED = '';

/**
 * It is one statement, so that one of several processes gets the key and the others wait for its commit. The conflict
 * locks the kept row even where nothing is replaced, so that it can be read although another process deletes old rows. An old
 * body stays until the new one is there, so that its bytes are known.
 */
const CLAIM =
  'INSERT INTO idempotency_keys (account_id, actor, "key", request_hash, body, created_at) ' +
  'VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (account_id, actor, "key") DO UPDATE SET ' +
  'request_hash = excluded.request_hash, created_at = excluded.created_at ' +
  'WHERE idempotency_keys.created_at <= $7 RETURNING octet_length(body) AS bytes';

@Injectable()
export class SqlIdempotencyLog extends IdempotencyLog {
  private claims = 0;

  override async claim(tx: Transaction, key: IdempotencyKey, requestHash: string): Promise<KeptAnswer | null> {
    const expired = isoTime(Date.parse(tx.now) - KEPT_MS);
    const values = [key.accountId, key.actor, key.key, requestHash, UNANSWERED, tx.now, expired];
    const claimed = await sqlOf(tx).all(CLAIM, values);
    const [claim] = claimed;
    if (claim === undefined) return managerOf(tx).findOneByOrFail(IdempotencyKeyEntity, { ...key });
    tx.keptMore(key.accountId, -Number(claim['bytes']));
    this.claims += 1;
    if (this.claims % SWEEP_EVERY === 0) await sweep(tx, expired);
    return null;
  }

  override async complete(tx: Transaction, key: IdempotencyKey, body: string): Promise<void> {
    await managerOf(tx).update(IdempotencyKeyEntity, { ...key }, { body });
    tx.keptMore(key.accountId, Buffer.byteLength(body));
  }
}

async function sweep(tx: Transaction, end: string): Promise<void> {
  const sql = sqlOf(tx);
  const key = 'account_id, actor, "key"';
  const old = `SELECT ${key} FROM idempotency_keys WHERE created_at < $1 ORDER BY created_at LIMIT ${SWEPT}`;
  const text =
    `DELETE FROM idempotency_keys WHERE (${key}) IN (${old}${sql.dialect.forUpdateSkipLocked}) ` +
    'RETURNING account_id, octet_length(body) AS bytes';
  for (const row of await sql.all(text, [end])) tx.keptMore(String(row['account_id']), -Number(row['bytes']));
}
