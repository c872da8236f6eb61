/**
 * Takes a request for a password reset. The answer never tells whether the user exists, so the look-ups are made either
 * way; the mail itself needs the mail feature, and until then nothing is stored or sent.
 */
import { authFieldProblem } from '#domain/auth/auth-errors';
import { parseEmailAddress } from '#domain/auth/email-address';
import { NIL_ID } from '#domain/kernel/ids';
import type { ResolveAccount } from '../accounts/resolve-account';
import type { UserStore } from '../ports/user-store';

export class RequestPasswordReset {
  constructor(
    private readonly accounts: ResolveAccount,
    private readonly users: UserStore,
  ) {}

  async execute(reference: string | undefined, email: string): Promise<void> {
    if (!reference?.trim()) throw authFieldProblem('account', 'required', 'Account is required');
    const account = await this.accounts.find(reference);
    await this.users.findForLogin(account?.id ?? NIL_ID, parseEmailAddress(email)?.key ?? '');
  }
}
