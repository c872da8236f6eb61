/**
 * Deletes what belongs to an account that is marked for deletion, a bounded piece at a time, so that the writes of
 * others go on in between. Every piece can be repeated, and keeps the references among the remaining rows intact.
 */
import type { Catalog } from '#domain/schema/catalog';
import type { Collection } from '#domain/schema/collection';
import type { Transaction } from './transactions';

export abstract class AccountEraser {
  /** Resolves when every write that looked at the account before it was marked has ended. */
  abstract awaitEarlierWrites(accountId: string): Promise<void>;

  /**
   * Erases records of the collection, whatever refers to them. Resolves with the number of changed rows; 0: none was
   * left.
   */
  abstract eraseRecords(tx: Transaction, catalog: Catalog, collection: Collection, accountId: string): Promise<number>;

  /** Erases users, keys, groups, invitations, mails and so on. Resolves with the number of rows; 0: none was left. */
  abstract eraseBelongings(tx: Transaction, accountId: string): Promise<number>;

  /** Erases the account itself, last; its code and its slug are then free again. false: it was already gone. */
  abstract eraseAccount(tx: Transaction, accountId: string): Promise<boolean>;
}
