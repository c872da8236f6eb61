import { Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { ReadPool } from '../../infrastructure/database/reads/read-pool';

/** Up when a read connection answers. */
@Injectable()
export class DatabaseIndicator {
  constructor(
    private readonly indicators: HealthIndicatorService,
    private readonly reads: ReadPool,
  ) {}

  async check(key: string): Promise<HealthIndicatorResult> {
    const indicator = this.indicators.check(key);
    try {
      await this.reads.all('SELECT 1', []);
      return indicator.up();
    } catch {
      return indicator.down();
    }
  }
}
