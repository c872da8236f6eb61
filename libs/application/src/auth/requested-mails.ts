/**
 * Mails that anybody can have sent by naming an address. The request leaves the same job whether the address has a user
 * or not. Who is meant, and whether a mail is due, is found out later and never answered, so neither the answer nor the
 * time it takes tells who is registered.
 */
import { inAccount, type RequestContext, SYSTEM_ACCOUNT_ID, systemContext } from '#domain/kernel/request-context';
import type { Units } from '../kernel/units';
import type { Transaction } from '../ports/transactions';
import type { ResolveAccount } from '../kernel/resolve-account';
import type { JobHandler, JobQueue, RunningJob } from '../ports/job-queue';
import type { UserReference, Users } from '../ports/users';
import type { UserTokens } from '../kernel/users/user-tokens';

const HANDLER = 'auth.requested_mail';
/** Users of one address that a request without an account reaches, the newest first. */
const MAX_USERS = 3;

export type RequestedMail =
  | { readonly kind: 'reset_password'; readonly account: string; readonly emailKey: string }
  /** null: in all accounts. */
  | { readonly kind: 'verify_email'; readonly account: string | null; readonly emailKey: string }
  /** `userId`: the user that the registration made, unless the address was taken. */
  | {
      readonly kind: 'registration';
      readonly accountId: string;
      readonly emailKey: string;
      readonly userId: string;
    };

export class RequestedMails implements JobHandler {
  readonly name = HANDLER;

  constructor(
    private readonly accounts: ResolveAccount,
    private readonly users: Users,
    private readonly tokens: UserTokens,
    private readonly units: Units,
    private readonly jobs: JobQueue,
  ) {}

  async add(tx: Transaction, mail: RequestedMail): Promise<void> {
    await this.jobs.add(tx, { handler: HANDLER, payload: { ...mail }, accountId: null });
  }

  async run(job: RunningJob): Promise<void> {
    const mail = job.payload as unknown as RequestedMail;
    const ctx = systemContext(HANDLER, SYSTEM_ACCOUNT_ID, job.id);
    switch (mail.kind) {
      case 'reset_password':
        return this.reset(ctx, mail.account, mail.emailKey);
      case 'verify_email':
        return this.verify(ctx, mail.account, mail.emailKey);
      case 'registration':
        return this.welcome(ctx, mail.accountId, mail.emailKey, mail.userId);
    }
  }

  private async reset(ctx: RequestContext, reference: string, emailKey: string): Promise<void> {
    const account = await this.accounts.find(reference);
    const user = account && (await this.findForReset(account.id, emailKey));
    if (user) await this.send(ctx, user, 'reset_password');
  }

  private async verify(ctx: RequestContext, reference: string | null, emailKey: string): Promise<void> {
    const account = reference === null ? null : await this.accounts.find(reference);
    if (reference !== null && !account) return;
    const users = await this.users.findUnverified(account?.id ?? null, emailKey, MAX_USERS);
    for (const user of users) await this.send(ctx, user, 'verify_email');
  }

  private async welcome(ctx: RequestContext, accountId: string, emailKey: string, userId: string): Promise<void> {
    if (await this.users.find(userId)) {
      await this.send(ctx, { id: userId, accountId }, 'verify_email');
      return;
    }
    const user = await this.findForReset(accountId, emailKey);
    if (user) await this.send(ctx, user, 'already_registered');
  }

  /** The active user of the address who has a password here. */
  private async findForReset(accountId: string, emailKey: string): Promise<UserReference | null> {
    const found = await this.users.findByAddress(accountId, emailKey);
    return found?.user.isActive && found.passwordHash !== null ? found.user : null;
  }

  private async send(
    ctx: RequestContext,
    { id, accountId }: UserReference,
    what: 'reset_password' | 'verify_email' | 'already_registered',
  ): Promise<void> {
    await this.units.run(inAccount(ctx, accountId), { name: 'auth.request_mail', target: id }, async (tx) => {
      const user = await this.users.find(id, tx);
      if (!user?.isActive || (what === 'verify_email' && user.emailVerified)) return;
      if (what === 'already_registered') await this.tokens.sendAlreadyRegistered(tx, user);
      else await this.tokens.send(tx, user, what);
    });
  }
}
