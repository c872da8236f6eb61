/** Takes a request for a password reset. What is done with it depends on who is meant, and is nobody's business. */
import { authFieldProblem } from '#domain/auth/auth-errors';
import { parseEmailAddress } from '#domain/auth/email-address';
import { SYSTEM_ACCOUNT_ID } from '#domain/kernel/request-context';
import type { DefaultAccount } from '../accounts/default-account';
import type { UnitOfWork } from '../ports/unit-of-work';
import { internalContext } from './internal-context';
import type { RequestedMails } from './requested-mails';

export class RequestPasswordReset {
  constructor(
    private readonly defaultAccount: DefaultAccount,
    private readonly mails: RequestedMails,
    private readonly units: UnitOfWork,
  ) {}

  async execute(requestId: string, reference: string | undefined, email: string): Promise<void> {
    const account = this.defaultAccount.referenceOr(reference);
    if (account === undefined) throw authFieldProblem('account', 'required', 'Account is required');
    const address = parseEmailAddress(email);
    if (!address) return;
    const mail = { kind: 'reset_password', account, emailKey: address.key } as const;
    await this.units.run(internalContext(requestId, SYSTEM_ACCOUNT_ID), (tx) => this.mails.add(tx, mail));
  }
}
