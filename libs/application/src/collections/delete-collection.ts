/** Deletes a collection with its table and all its records. */
import { DomainError } from '#domain/kernel/errors';
import type { RequestContext } from '#domain/kernel/request-context';
import type { Catalog } from '#domain/schema/catalog';
import type { Collection } from '#domain/schema/collection';
import type { CollectionStore } from '../ports/collection-store';
import type { TableAdmin } from '../ports/table-admin';
import type { Transaction } from '../ports/transactions';
import { checkRules } from './check-rules';
import type { CollectionHooks } from './collection-hooks';
import { confirmationRequired } from './confirmation-required';
import { collectionById } from './find-collection';
import { requireSuperadmin } from '../kernel/require-superadmin';
import type { SchemaUnit } from './schema-unit';

const IN_USE = 'SCHEMA_COLLECTION_IN_USE';

export interface DeletedCollection {
  readonly collection: Collection;
  /** The records of all accounts. */
  readonly recordsDeleted: number;
}

export class DeleteCollection {
  constructor(
    private readonly schema: SchemaUnit,
    private readonly store: CollectionStore,
    private readonly tables: TableAdmin,
    private readonly hooks: CollectionHooks,
  ) {}

  /**
   * `confirmed` allows that records go with it.
   * @throws SCHEMA_COLLECTION_IN_USE (409) while a field or a rule of another collection refers to it, and
   * SCHEMA_CONFIRMATION_REQUIRED (409).
   */
  execute(ctx: RequestContext, id: string, confirmed: boolean): Promise<DeletedCollection> {
    requireSuperadmin(ctx);
    const find = (catalog: Catalog): Collection => collectionById(catalog, id);
    return this.hooks.around(ctx, { op: 'delete', body: null, find, parse: () => null }, (_, onDisk) => {
      const act = { name: 'collections.delete', target: id } as const;
      const work = (tx: Transaction, catalog: Catalog) => this.delete(tx, catalog, id, confirmed);
      return this.schema.run(ctx, act, work, ({ collection }) => onDisk(collection));
    });
  }

  private async delete(tx: Transaction, catalog: Catalog, id: string, confirmed: boolean): Promise<DeletedCollection> {
    const collection = collectionById(catalog, id);
    const referrer = catalog.referrers(collection.name).find((found) => found.collection.id !== id);
    if (referrer) {
      const place = `${referrer.collection.name}.${referrer.field.name}`;
      const message = `Collection '${collection.name}' is referred to by the field ${place}`;
      throw new DomainError(IN_USE, 'conflict', message, { field: place });
    }
    const others = catalog.collections.filter((other) => other.id !== id);
    checkRules(catalog.with(others), null, IN_USE);
    if (!confirmed) await this.requireEmpty(tx, collection);
    const recordsDeleted = await this.tables.dropTable(tx, collection);
    await this.store.delete(tx, id);
    return { collection, recordsDeleted };
  }

  private async requireEmpty(tx: Transaction, collection: Collection): Promise<void> {
    const records = await this.tables.countRecords(tx, collection);
    if (records === 0) return;
    const what = `This deletes the collection '${collection.name}' and its ${records} records, of all accounts`;
    throw confirmationRequired(what, [{ change: 'remove_collection', records, destructive: true }]);
  }
}
