/** Where accounts are kept. */
import type { Account } from '#domain/accounts/account';
import type { AccountReference } from '#domain/accounts/account-reference';
import type { Transaction } from './transactions';

export interface AccountChange {
  readonly name?: string;
  readonly locale?: string;
  readonly status?: 'active' | 'suspended';
}

export abstract class AccountStore {
  /**
   * For everybody who wants to come in: a suspended account, or one that is being deleted, is as good as none. With a
   * transaction: as its unit sees it.
   */
  abstract find(reference: AccountReference, tx?: Transaction): Promise<Account | null>;

  /** Whatever its status: for its administration, and where its id, code and slug must not be given away twice. */
  abstract findAny(reference: AccountReference, tx?: Transaction): Promise<Account | null>;

  /** false: its code or its slug is taken, nothing was written and the unit can go on. */
  abstract insertIfFree(tx: Transaction, account: Account): Promise<boolean>;

  /** A change of status ends what the account's credentials are trusted with. false: no such account, or it is being deleted. */
  abstract update(tx: Transaction, id: string, change: AccountChange, now: string): Promise<boolean>;

  /** From here on the account only goes away; nobody of it comes in again. false: it is marked already, or gone. */
  abstract markDeleting(tx: Transaction, id: string, now: string): Promise<boolean>;
}
