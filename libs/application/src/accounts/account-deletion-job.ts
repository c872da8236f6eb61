/**
 * The work behind the deletion of an account. It goes piece by piece, each piece a unit of its own, so that the writes
 * of others wait no longer than for any other unit. After an interruption at any point it goes on from what is left.
 */
import type { Clock } from '#domain/kernel/clock';
import { systemContext } from '#domain/kernel/request-context';
import { erasureOrder } from '#domain/schema/erasure-order';
import type { Accounts } from '../ports/accounts';
import type { AccountEraser } from '../ports/account-eraser';
import type { Catalogs } from '../ports/catalogs';
import type { JobHandler, RunningJob } from '../ports/job-queue';
import { StaleExpectation } from '../ports/stale-expectation';
import type { ModelHooks } from '../kernel/hooks/model-hooks';
import type { Units } from '../kernel/units';
import type { Transaction } from '../ports/transactions';
import { ACCOUNT_DELETION, DELETE_ACCOUNT } from './delete-account';

const REPORT_EVERY_MS = 500;

/** One run of the job. */
interface Run {
  readonly job: RunningJob;
  readonly accountId: string;
  removed: number;
  reportedAt: number;
}

export class AccountDeletionJob implements JobHandler {
  readonly name = DELETE_ACCOUNT;

  constructor(
    private readonly eraser: AccountEraser,
    private readonly accounts: Accounts,
    private readonly catalogs: Catalogs,
    private readonly units: Units,
    private readonly hooks: ModelHooks,
    private readonly clock: Clock,
  ) {}

  async run(job: RunningJob): Promise<void> {
    const { accountId } = job;
    if (accountId === null) throw new Error('The job names no account');
    const run: Run = { job, accountId, removed: 0, reportedAt: 0 };
    await this.eraser.awaitEarlierWrites(accountId);
    await this.eraseRecords(run);
    await this.repeat(run, (tx) => this.eraser.eraseBelongings(tx, accountId));
    const ctx = systemContext(DELETE_ACCOUNT, accountId, job.id);
    await this.units.run(ctx, { name: 'accounts.erase', target: accountId }, async (tx) => {
      const isErased = await this.eraser.eraseAccount(tx, accountId);
      if (isErased) this.hooks.tell(tx, ctx, { ...ACCOUNT_DELETION, id: accountId });
    });
  }

  /** Begins anew where collections change meanwhile: a table may be gone, or another may refer to it. */
  private async eraseRecords(run: Run): Promise<void> {
    for (;;) {
      const catalog = await this.catalogs.refresh();
      try {
        for (const collection of erasureOrder(catalog)) {
          const piece = (tx: Transaction): Promise<number> =>
            this.eraser.eraseRecords(tx, catalog, collection, run.accountId);
          await this.repeat(run, piece, catalog.revision);
        }
        return;
      } catch (error) {
        if (!(error instanceof StaleExpectation)) throw error;
      }
    }
  }

  private async repeat(
    run: Run,
    piece: (tx: Transaction) => Promise<number>,
    schemaRevision: number | null = null,
  ): Promise<void> {
    const ctx = systemContext(DELETE_ACCOUNT, run.accountId, run.job.id);
    const act = { name: 'accounts.erase', target: run.accountId } as const;
    let removed: number;
    do {
      run.job.signal.throwIfAborted();
      removed = await this.units.run(ctx, act, piece, schemaRevision);
      run.removed += removed;
      await this.report(run);
    } while (removed > 0);
  }

  private async report(run: Run): Promise<void> {
    const now = this.clock.now();
    if (now - run.reportedAt < REPORT_EVERY_MS) return;
    run.reportedAt = now;
    const left = await this.accounts.countRecords(run.accountId);
    const { removed } = run;
    await run.job.report({ removed, records_left: left.records, collections_left: left.collections });
  }
}
