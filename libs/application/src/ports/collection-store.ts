/** The registry: one row per collection, and the revision that every statement compares. */
import type { SqlMacro } from '#domain/macros/sql-macro';
import type { Collection } from '#domain/schema/collection';
import type { Transaction } from './transactions';

export interface Registry {
  readonly revision: number;
  readonly collections: readonly Collection[];
  readonly macros: readonly SqlMacro[];
}

export abstract class CollectionStore {
  abstract insert(tx: Transaction, collection: Collection): Promise<void>;

  abstract update(tx: Transaction, collections: readonly Collection[]): Promise<void>;

  /** Deletes the row, and the record counts of the collection with it. */
  abstract delete(tx: Transaction, id: string): Promise<void>;

  /** Resolves with revision and collections of one snapshot: the unit's own, or the newest committed one. */
  abstract loadAll(tx?: Transaction): Promise<Registry>;

  /** Makes every plan of every process out of date; part of each change of the registry. */
  abstract bumpRevision(tx: Transaction): Promise<void>;

  /** Records of all accounts by collection id; a collection without records may be missing. */
  abstract recordCounts(): Promise<ReadonlyMap<string, number>>;
}
