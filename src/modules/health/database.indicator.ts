import { setTimeout } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { ReadPool } from '../../infrastructure/database/reads/read-pool';

/** Who probes does not wait longer; a database that is so slow serves nobody. */
const ANSWER_LIMIT_MS = 3000;

/** Up when a read connection answers in time. */
@Injectable()
export class DatabaseIndicator {
  /** Probes that come meanwhile wait for the same answer. */
  private asked: Promise<unknown> | null = null;

  constructor(
    private readonly indicators: HealthIndicatorService,
    private readonly reads: ReadPool,
  ) {}

  async check(key: string): Promise<HealthIndicatorResult> {
    const indicator = this.indicators.check(key);
    return (await this.answersInTime()) ? indicator.up() : indicator.down();
  }

  private async answersInTime(): Promise<boolean> {
    this.asked ??= this.reads.all('SELECT 1', []).finally(() => (this.asked = null));
    const answered = this.asked.then(
      () => true,
      () => false,
    );
    const limit = new AbortController();
    const late = setTimeout(ANSWER_LIMIT_MS, false, { signal: limit.signal }).catch(() => false);
    try {
      return await Promise.race([answered, late]);
    } finally {
      limit.abort();
    }
  }
}
