/**
 * Tells a user that it is locked. The attempt that locks leaves the same job whether there is such a user or not, and who is
 * meant is found out later: so neither the answer nor the time that it takes tells who is registered.
 */
import type { Clock } from '#domain/kernel/clock';
import { systemContext } from '#domain/kernel/request-context';
import type { JobHandler, JobQueue, RunningJob } from '../../ports/job-queue';
import type { MailQueue } from '../../ports/mail-queue';
import type { Transaction } from '../../ports/transactions';
import type { Users } from '../../ports/users';
import type { ResolveAccount } from '../resolve-account';
import type { Units } from '../units';

const HANDLER = 'auth.lock_notice';
const MS_PER_MINUTE = 60_000;

export interface LockNotice {
  /** As it was asked for. */
  readonly account: string;
  readonly emailKey: string;
  readonly lockedUntil: string;
}

export class LockNotices implements JobHandler {
  readonly name = HANDLER;

  constructor(
    private readonly accounts: ResolveAccount,
    private readonly users: Users,
    private readonly mails: MailQueue,
    private readonly units: Units,
    private readonly jobs: JobQueue,
    private readonly clock: Clock,
  ) {}

  async add(tx: Transaction, notice: LockNotice): Promise<void> {
    await this.jobs.add(tx, { handler: HANDLER, payload: { ...notice }, accountId: null });
  }

  async run({ id: jobId, payload }: RunningJob): Promise<void> {
    const { account: reference, emailKey, lockedUntil } = payload as unknown as LockNotice;
    const account = await this.accounts.find(reference);
    const found = account && (await this.users.findByAddress(account.id, emailKey));
    if (!found?.user.isActive || found.passwordHash === null) return;
    const { id, accountId, email } = found.user;
    const minutes = Math.max(1, Math.ceil((Date.parse(lockedUntil) - this.clock.now()) / MS_PER_MINUTE));
    const ctx = systemContext(HANDLER, accountId, jobId);
    await this.units.run(ctx, { name: 'auth.login_locked', target: id }, (tx) =>
      this.mails.add(tx, {
        accountId,
        type: 'account_locked',
        recipient: email,
        variables: { email, locked_until: lockedUntil, minutes: String(minutes) },
      }),
    );
  }
}
