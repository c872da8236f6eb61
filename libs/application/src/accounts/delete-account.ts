/**
 * Deletes an account with everything that belongs to it. Once it is marked, none of its users comes in; a job deletes
 * the rest, since that may be any number of records.
 */
import { administers } from '#domain/auth/permissions';
import type { Account } from '#domain/accounts/account';
import { isId } from '#domain/kernel/ids';
import {
  inAccount,
  principalOf,
  type RequestContext,
  SYSTEM_ACCOUNT_ID,
  systemContext,
} from '#domain/kernel/request-context';
import type { Accounts } from '../ports/accounts';
import type { JobQueue, JobState } from '../ports/job-queue';
import { requireSuperadmin } from '../kernel/require-superadmin';
import type { Units } from '../kernel/units';
import type { Transaction } from '../ports/transactions';
import { accountNotFound, systemAccountStays } from '../kernel/accounts/account-errors';

/** The name of the job's handler. */
export const DELETE_ACCOUNT = 'delete_account';
/** What hooks are told of it. */
export const ACCOUNT_DELETION = { op: 'delete', model: 'accounts', data: null } as const;

/** Only a lasting fault uses these up; DELETE then queues another job. */
const MAX_ATTEMPTS = 12;
const RETRY_DELAY_SECONDS = 5;
const ENDED: readonly string[] = ['completed', 'dead'];

export class DeleteAccount {
  constructor(
    private readonly accounts: Accounts,
    private readonly jobs: JobQueue,
    private readonly units: Units,
  ) {}

  /** Resolves when the deletion is under way. @throws ACCOUNT_NOT_FOUND (404), ACCOUNT_SYSTEM (422). */
  async execute(ctx: RequestContext, id: string): Promise<void> {
    requireSuperadmin(ctx);
    if (!isId(id) || !administers(ctx, id)) throw accountNotFound();
    if (id === SYSTEM_ACCOUNT_ID) throw systemAccountStays('delete');
    const isAbandoned = await this.isAbandoned(id);
    // The account is deleted when the job is done, which then calls the after-hooks.
    const change = { ...ACCOUNT_DELETION, id, changed: () => null };
    const act = { name: 'accounts.delete', target: id } as const;
    await this.units.change(inAccount(ctx, id), act, [change], async (tx, current) => {
      if (!(await this.accounts.findAny({ by: 'id', value: id }, tx))) throw accountNotFound();
      const isFirst = await this.accounts.markDeleting(tx, id, tx.now);
      if (isFirst || isAbandoned) await this.queue(tx, id, principalOf(current)?.userId);
    });
  }

  /**
   * As execute, for an account that somebody registered before `end` and nobody uses. Resolves with it when its deletion is
   * under way; null: it stays.
   */
  purgeUnused(id: string, end: string): Promise<Account | null> {
    const change = { ...ACCOUNT_DELETION, id, changed: () => null };
    const act = { name: 'accounts.delete', target: id } as const;
    return this.units.change(systemContext('unused-accounts', id), act, [change], async (tx) => {
      const account = await this.accounts.markUnused(tx, id, end, tx.now);
      if (account !== null) await this.queue(tx, id, undefined);
      return account;
    });
  }

  async isDone(id: string): Promise<boolean> {
    return (await this.accounts.findAny({ by: 'id', value: id })) === null;
  }

  /** The newest job that deletes the account; null: its deletion was not requested. */
  stateOf(id: string): Promise<JobState | null> {
    return this.jobs.findLatest(DELETE_ACCOUNT, id);
  }

  /**
   * Whether the deletion was requested before, but no job works on it any more. Rejects with ACCOUNT_NOT_FOUND where
   * there is no account. The mark comes with its job, so the account is looked at first.
   */
  private async isAbandoned(id: string): Promise<boolean> {
    const account = await this.accounts.findAny({ by: 'id', value: id });
    if (account === null) throw accountNotFound();
    if (account.status !== 'deleting') return false;
    const job = await this.stateOf(id);
    return job === null || ENDED.includes(job.status);
  }

  private async queue(tx: Transaction, accountId: string, createdBy: string | undefined): Promise<void> {
    await this.jobs.add(tx, {
      handler: DELETE_ACCOUNT,
      payload: { account_id: accountId },
      accountId,
      maxAttempts: MAX_ATTEMPTS,
      retryDelaySeconds: RETRY_DELAY_SECONDS,
      ...(createdBy === undefined ? {} : { createdBy }),
    });
  }
}
