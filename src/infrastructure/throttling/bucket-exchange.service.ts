import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Units } from '#application/kernel/units';
import { Clock } from '#domain/kernel/clock';
import { notAudited } from '#domain/kernel/act';
import { SYSTEM_ACCOUNT_ID, systemContext } from '#domain/kernel/request-context';
import { sqlOf } from '../database/lanes/transaction';
import { addToBuckets, sweepBuckets } from './bucket-statements';
import type { Bucket } from './token-buckets';

const EXCHANGE_EVERY_MS = 250;
const COUNTING = notAudited('Request limits are counted, not changed.');

/**
 * Lets several processes share their buckets: each takes from its own at once and tells the database four times a second
 * what it took, in one statement for all clients, which answers with what all of them took together. So a client that asks
 * n processes at the same time gets, within the first quarter of a second, at most n times its burst; the excess
 * is missing from its bucket afterwards. While the database is unreachable each process counts for itself. The
 * processes' clocks are assumed to agree.
 */
@Injectable()
export class BucketExchange implements OnApplicationShutdown {
  private readonly logger = new Logger('RateLimits');
  private changed = new Set<Bucket>();
  private timer: NodeJS.Timeout | null = null;
  private isStopped = false;
  private isFailing = false;
  readonly note = (bucket: Bucket): void => {
    this.changed.add(bucket);
    this.timer ??= setTimeout(this.exchange, EXCHANGE_EVERY_MS).unref();
  };

  constructor(
    private readonly units: Units,
    private readonly clock: Clock,
  ) {}

  onApplicationShutdown(): void {
    this.isStopped = true;
    if (this.timer) clearTimeout(this.timer);
  }

  private readonly exchange = (): void => {
    const buckets = [...this.changed];
    this.changed = new Set();
    void this.send(buckets).finally(() => {
      this.timer = null;
      if (this.changed.size > 0 && !this.isStopped) this.timer = setTimeout(this.exchange, EXCHANGE_EVERY_MS).unref();
    });
  };

  private async send(buckets: readonly Bucket[]): Promise<void> {
    const now = this.clock.now();
    const sent = new Map(buckets.map((bucket) => [bucket.key, { bucket, taken: Math.round(bucket.unsent) }]));
    for (const { bucket } of sent.values()) bucket.unsent = 0;
    try {
      const rows = [...sent].map(([key, { taken }]) => ({ key, full_at: now + taken }));
      const ctx = systemContext('rate-limits', SYSTEM_ACCOUNT_ID);
      const stored = await this.units.run(ctx, COUNTING, async (tx) => {
        const sums = await addToBuckets(sqlOf(tx), rows, now);
        await sweepBuckets(sqlOf(tx), now);
        return sums;
      });
      for (const { key, full_at: fullAt } of stored) {
        const bucket = sent.get(key)!.bucket;
        // What was taken here meanwhile is not in the answer.
        bucket.fullAt = fullAt + bucket.unsent;
      }
      this.isFailing = false;
    } catch (error) {
      for (const { bucket, taken } of sent.values()) {
        bucket.unsent += taken;
        this.changed.add(bucket);
      }
      if (!this.isFailing) this.logger.warn({ err: error }, 'Request limits are counted by each process alone');
      this.isFailing = true;
    }
  }
}
