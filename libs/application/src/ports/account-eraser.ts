/**
 * Takes away what belongs to an account that is marked for it, a bounded piece at a time, so that the writes of others go
 * on in between. Every piece can be repeated, and leaves the references between what is left whole.
 */
import type { Catalog } from '#domain/schema/catalog';
import type { Collection } from '#domain/schema/collection';
import type { Transaction } from './transactions';

export abstract class AccountEraser {
  /** Resolves when no write is under way any more that looked at the account before it was marked. */
  abstract awaitEarlierWrites(accountId: string): Promise<void>;

  /** Erases records of the collection, whatever refers to them. Resolves with how many rows it changed; 0: none was left. */
  abstract eraseRecords(tx: Transaction, catalog: Catalog, collection: Collection, accountId: string): Promise<number>;

  /** Erases users, keys, groups, invitations, mails and so on. Resolves with how many rows; 0: none was left. */
  abstract eraseBelongings(tx: Transaction, accountId: string): Promise<number>;

  /** Erases the account itself, last: its code and its slug are free again. false: it was gone already. */
  abstract eraseAccount(tx: Transaction, accountId: string): Promise<boolean>;
}
