import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DeleteAccount } from '#application/accounts/delete-account';
import { Accounts } from '#application/ports/accounts';
import { JobQueue } from '#application/ports/job-queue';
import { Clock, isoTime } from '#domain/kernel/clock';
import { AppConfig } from '#server/config/app-config';

const MS_PER_DAY = 86_400_000;
const PAGE = 100;

/** Deletes accounts that somebody registered and nobody ever used, every hour. */
@Injectable()
export class UnusedAccounts implements OnModuleInit {
  private readonly logger = new Logger('Accounts');

  constructor(
    private readonly config: AppConfig,
    private readonly accounts: Accounts,
    private readonly deletion: DeleteAccount,
    private readonly jobs: JobQueue,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    if (this.config.unusedAccountDays > 0) this.jobs.hourly((signal) => this.purge(signal));
  }

  private async purge(signal: AbortSignal): Promise<void> {
    const end = isoTime(this.clock.now() - this.config.unusedAccountDays * MS_PER_DAY);
    let page: readonly string[];
    let after = '';
    do {
      page = await this.accounts.listUnused(end, after, PAGE);
      for (const id of page) {
        if (signal.aborted) return;
        await this.delete(id, end);
        after = id;
      }
    } while (page.length === PAGE);
  }

  /** One that a hook keeps is asked for again an hour later. */
  private async delete(id: string, end: string): Promise<void> {
    try {
      const account = await this.deletion.purgeUnused(id, end);
      if (account !== null)
        this.logger.log(`Account ${id} (${account.slug}) was registered, never used, and is deleted`);
    } catch (error) {
      this.logger.warn(
        `Account ${id} was never used and stays: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
}
