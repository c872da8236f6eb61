/** The physical tables of collections, changed inside an exclusive unit together with the registry. */
import type { Catalog } from '#domain/schema/catalog';
import type { Collection } from '#domain/schema/collection';
import type { SchemaChange } from '#domain/schema/diff-collection';
import type { Transaction } from './transactions';

export abstract class TableAdmin {
  /** `catalog` includes the collection itself. */
  abstract createTable(tx: Transaction, collection: Collection, catalog: Catalog): Promise<void>;

  /**
   * `changes` is what diffCollection finds between the two; `catalog` has `after`.
   * @throws DomainError SCHEMA_DATA_CONFLICT (409) when rows do not allow a change.
   */
  abstract alterTable(
    tx: Transaction,
    before: Collection,
    after: Collection,
    changes: readonly SchemaChange[],
    catalog: Catalog,
  ): Promise<void>;

  /** The number of its records, those of all accounts together. */
  abstract countRecords(tx: Transaction, collection: Collection): Promise<number>;

  /** Resolves with the number of deleted records, those of all accounts together. */
  abstract dropTable(tx: Transaction, collection: Collection): Promise<number>;
}
