import { Injectable } from '@nestjs/common';
import { IdempotencyLog, type IdempotencyKey, type KeptAnswer } from '#application/ports/idempotency-log';
import type { Transaction } from '#application/ports/transactions';
import { isoTime } from '#domain/kernel/clock';
import { LessThan } from 'typeorm';
import { IdempotencyKeyEntity } from '../entities/idempotency-key.entity';
import { managerOf, sqlOf } from '../lanes/transaction';

/** How long an answer is kept and repeated. */
const KEPT_MS = 24 * 60 * 60 * 1000;
/** One claim in so many clears away older answers, which is cheap because an index leads to them. */
const SWEEP_EVERY = 200;

/** The body while the unit that claimed the key runs; no other transaction sees it. */
const UNANSWERED = '';

/**
 * It is one statement, so that one of several processes gets the key and the others wait for its commit. The conflict
 * locks the kept row even where nothing is replaced, so that it can be read although another process deletes old rows.
 */
const CLAIM =
  'INSERT INTO idempotency_keys (account_id, actor, "key", request_hash, body, created_at) ' +
  'VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (account_id, actor, "key") DO UPDATE SET ' +
  'request_hash = excluded.request_hash, body = excluded.body, created_at = excluded.created_at ' +
  'WHERE idempotency_keys.created_at <= $7 RETURNING account_id';

@Injectable()
export class SqlIdempotencyLog extends IdempotencyLog {
  private claims = 0;

  override async claim(tx: Transaction, key: IdempotencyKey, requestHash: string): Promise<KeptAnswer | null> {
    const expired = isoTime(Date.parse(tx.now) - KEPT_MS);
    const values = [key.accountId, key.actor, key.key, requestHash, UNANSWERED, tx.now, expired];
    const claimed = await sqlOf(tx).all(CLAIM, values);
    if (claimed.length === 0) return managerOf(tx).findOneByOrFail(IdempotencyKeyEntity, { ...key });
    this.claims += 1;
    if (this.claims % SWEEP_EVERY === 0) {
      await managerOf(tx).delete(IdempotencyKeyEntity, { createdAt: LessThan(expired) });
    }
    return null;
  }

  override async complete(tx: Transaction, key: IdempotencyKey, body: string): Promise<void> {
    await managerOf(tx).update(IdempotencyKeyEntity, { ...key }, { body });
  }
}
