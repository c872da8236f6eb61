/** Where accounts are kept. */
import type { Account } from '#domain/accounts/account';
import type { AccountReference } from '#domain/accounts/account-reference';
import type { Transaction } from './unit-of-work';

export abstract class AccountStore {
  /** With a transaction: as its unit sees it. */
  abstract find(reference: AccountReference, tx?: Transaction): Promise<Account | null>;

  /** false: its code or its slug is taken, nothing was written and the unit can go on. */
  abstract insertIfFree(tx: Transaction, account: Account): Promise<boolean>;
}
