/**
 * The account on whose data a request without a credential acts. The request names it (in single-tenant mode it need
 * not) and sees what that account's rules give to everybody. What signed-in users name: chosen-account.ts.
 */
import type { Account } from '#domain/accounts/account';
import { accountUnknown, credentialsOrAccountMissing } from '#domain/auth/auth-errors';
import { SYSTEM_ACCOUNT_ID } from '#domain/kernel/request-context';
import type { DefaultAccount } from './default-account';
import type { ResolveAccount } from './resolve-account';

export class AnonymousScope {
  constructor(
    private readonly accounts: ResolveAccount,
    private readonly defaultAccount: DefaultAccount,
  ) {}

  /** The account's id, if it was resolved a moment ago; its statements ask whether it is still open. */
  recall(header: string | undefined): string | null {
    const reference = this.defaultAccount.referenceOr(header);
    const account = reference === undefined ? null : this.accounts.recall(reference);
    return account === null ? null : openToStrangers(account);
  }

  /** The account's id. `header`: id, code or slug. Throws AUTH_REQUIRED or AUTH_ACCOUNT_UNKNOWN. */
  async resolve(header: string | undefined): Promise<string> {
    const reference = this.defaultAccount.referenceOr(header);
    if (reference === undefined) throw credentialsOrAccountMissing();
    return this.confirm(reference);
  }

  /** The id of an account that is open now. Throws AUTH_ACCOUNT_UNKNOWN. */
  async confirm(reference: string): Promise<string> {
    const account = await this.accounts.find(reference);
    const id = account === null ? null : openToStrangers(account);
    if (id === null) throw accountUnknown();
    return id;
  }
}

/** The system account holds no tenant's data and cannot be named. */
function openToStrangers({ id }: Account): string | null {
  return id === SYSTEM_ACCOUNT_ID ? null : id;
}
