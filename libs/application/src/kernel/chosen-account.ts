/**
 * The account that a signed-in caller names beside the credential. A superadmin's request, which otherwise spans all
 * accounts, is narrowed to it. Everybody else acts in their own: naming another is refused rather than ignored, and says
 * nothing about whether it exists.
 */
import { accountForeign, accountUnknown } from '#domain/auth/auth-errors';
import { type Principal, SYSTEM_ACCOUNT_ID } from '#domain/kernel/request-context';
import type { ResolveAccount } from './resolve-account';

export class ChosenAccount {
  constructor(private readonly accounts: ResolveAccount) {}

  /**
   * The account's id, where it needs no look at the database; null: resolve says what it is, or refuses it. A superadmin's
   * always needs one: no statement would find out that the account is gone, and that another has its slug.
   */
  recall({ accountId: own }: Principal, reference: string): string | null {
    return reference === own || this.accounts.recall(reference)?.id === own ? own : null;
  }

  /** `reference`: id, code or slug. Throws AUTH_ACCOUNT_FOREIGN (403), or AUTH_ACCOUNT_UNKNOWN (404) to superadmins. */
  async resolve(principal: Principal, reference: string): Promise<string> {
    const known = this.recall(principal, reference);
    if (known !== null) return known;
    if (principal.accountId === SYSTEM_ACCOUNT_ID) return this.any(reference);
    const account = await this.accounts.find(reference);
    if (account?.id !== principal.accountId) throw accountForeign();
    return account.id;
  }

  /** Suspended accounts are administered, too. */
  private async any(reference: string): Promise<string> {
    const account = await this.accounts.findAny(reference);
    if (account === null || account.status === 'deleting') throw accountUnknown();
    return account.id;
  }
}
