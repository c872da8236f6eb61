/** Takes a request for a password reset. What is done with it depends on the user, and the answer does not tell. */
import { authFieldProblem } from '#domain/auth/auth-errors';
import { findableKey } from '#domain/auth/email-address';
import { inAccount, type RequestContext, SYSTEM_ACCOUNT_ID } from '#domain/kernel/request-context';
import type { DefaultAccount } from '../kernel/default-account';
import type { Units } from '../kernel/units';
import type { RequestedMails } from './requested-mails';

export class RequestPasswordReset {
  constructor(
    private readonly defaultAccount: DefaultAccount,
    private readonly mails: RequestedMails,
    private readonly units: Units,
  ) {}

  async execute(ctx: RequestContext, reference: string | undefined, email: string): Promise<void> {
    const account = this.defaultAccount.referenceOr(reference);
    if (account === undefined)
      throw authFieldProblem('account', 'required', 'Account is required: give its slug, code or id as "account"');
    const emailKey = findableKey(email);
    if (emailKey === null) return;
    const mail = { kind: 'reset_password', account, emailKey } as const;
    await this.units.run(inAccount(ctx, SYSTEM_ACCOUNT_ID), { name: 'auth.request_mail' }, (tx) =>
      this.mails.add(tx, mail),
    );
  }
}
