import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DefaultQuotas } from '#application/kernel/accounts/default-quotas';
import { Commits } from '#application/kernel/commits';
import { SYSTEM_ACCOUNT_ID } from '#domain/kernel/request-context';
import { ReadPool } from '../database/reads/read-pool';

const LOAD_EVERY_MS = 10_000;
const OWN = 'SELECT id, quota_requests FROM accounts WHERE quota_requests IS NOT NULL';

/**
 * How many requests a minute accounts may make, known without asking for each request: the few accounts that have a quota of
 * their own are read when this process changes one, and every ten seconds, in which another process may have.
 */
@Injectable()
export class RequestQuotas implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('RateLimits');
  private own: ReadonlyMap<string, number> = new Map();
  /** false: no account has a quota. Kept, because every request asks. */
  isAny: boolean;
  private timer: NodeJS.Timeout | undefined;
  private isFailing = false;

  constructor(
    private readonly defaults: DefaultQuotas,
    private readonly reads: ReadPool,
    private readonly commits: Commits,
  ) {
    this.isAny = defaults.quotas.requests > 0;
  }

  async onModuleInit(): Promise<void> {
    this.commits.listen(({ act }) => {
      if (act.name === 'accounts.update') void this.load();
    });
    this.timer = setInterval(() => void this.load(), LOAD_EVERY_MS).unref();
    await this.load();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** 0: any number. */
  of(accountId: string): number {
    return accountId === SYSTEM_ACCOUNT_ID ? 0 : (this.own.get(accountId) ?? this.defaults.quotas.requests);
  }

  /** While the database cannot be asked, what was known last applies. */
  private async load(): Promise<void> {
    try {
      const rows = await this.reads.all(OWN);
      this.own = new Map(rows.map((row) => [String(row['id']), Number(row['quota_requests'])]));
      this.isAny = this.own.size > 0 || this.defaults.quotas.requests > 0;
      this.isFailing = false;
    } catch (error) {
      if (!this.isFailing) this.logger.warn({ err: error }, 'The request quotas of accounts cannot be read');
      this.isFailing = true;
    }
  }
}
