import { Injectable } from '@nestjs/common';
import { IdempotencyLog, type IdempotencyKey, type KeptAnswer } from '#application/ports/idempotency-log';
import type { Transaction } from '#application/ports/unit-of-work';
import { LessThan } from 'typeorm';
import { IdempotencyKeyEntity } from '../entities/idempotency-key.entity';
import { managerOf } from '../transaction';

/** How long an answer is repeated. */
const KEPT_MS = 24 * 60 * 60 * 1000;
/** One write in so many clears away what is older; cheap, since an index leads to it. */
const SWEEP_EVERY = 200;
const CREATED = 201;

@Injectable()
export class IdempotencyLogService extends IdempotencyLog {
  private writes = 0;

  override async find(tx: Transaction, key: IdempotencyKey): Promise<KeptAnswer | null> {
    const entity = await managerOf(tx).findOneBy(IdempotencyKeyEntity, { ...key });
    if (entity === null) return null;
    if (Date.parse(entity.createdAt) + KEPT_MS > Date.now())
      return { requestHash: entity.requestHash, body: entity.body };
    await managerOf(tx).delete(IdempotencyKeyEntity, { ...key });
    return null;
  }

  override async keep(tx: Transaction, key: IdempotencyKey, answer: KeptAnswer): Promise<void> {
    const manager = managerOf(tx);
    const now = Date.now();
    await manager.insert(IdempotencyKeyEntity, {
      ...key,
      ...answer,
      status: CREATED,
      createdAt: new Date(now).toISOString(),
    });
    this.writes += 1;
    if (this.writes % SWEEP_EVERY === 0) {
      await manager.delete(IdempotencyKeyEntity, { createdAt: LessThan(new Date(now - KEPT_MS).toISOString()) });
    }
  }
}
