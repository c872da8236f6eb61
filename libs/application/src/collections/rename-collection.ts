/** Another name for a collection, in all that is stored: definitions of collections, and scopes of API keys. */
import type { HookBus } from '#domain/hooks/hook-bus';
import type { Catalog } from '#domain/schema/catalog';
import type { Collection } from '#domain/schema/collection';
import { type Renaming, renameCollection } from '#domain/schema/rename-collection';
import type { ApiKeyStore } from '../ports/api-key-store';
import type { CollectionStore } from '../ports/collection-store';
import type { Transaction } from '../ports/transactions';
import { collectionExists } from './collection-exists';

export class RenameCollection {
  constructor(
    private readonly store: CollectionStore,
    private readonly keys: ApiKeyStore,
    private readonly bus: HookBus,
  ) {}

  /** The catalog in which everything has the new name. Throws SCHEMA_COLLECTION_EXISTS (409). */
  plan(catalog: Catalog, renaming: Renaming): Catalog {
    if (renaming.from === renaming.to) return catalog;
    const holder = catalog.find(renaming.to);
    if (holder !== undefined && holder.name !== renaming.from) throw collectionExists(renaming.to);
    return renameCollection(catalog, renaming);
  }

  /** `before`: the catalog as it is stored; `others`: the collections of plan() but the renamed one, which its caller stores. */
  async apply(tx: Transaction, before: Catalog, others: readonly Collection[], { from, to }: Renaming): Promise<void> {
    if (from === to) return;
    const changed = others.filter((other) => other !== before.findById(other.id));
    if (changed.length > 0) {
      await this.store.update(
        tx,
        changed.map((other) => ({ ...other, updatedAt: tx.now })),
      );
    }
    await this.keys.renameInScopes(tx, from, to);
  }

  /** Hooks name collections in their code, which cannot follow. */
  warnings({ from, to }: Renaming): readonly string[] {
    const left = from === to ? [] : this.bus.list().filter(({ filter }) => filter['collection'] === from);
    if (left.length === 0) return [];
    const names = left.map(({ id, event }) => `${id} (${event})`).join(', ');
    return [`Hooks that are for '${from}' are no longer called for this collection: ${names}`];
  }
}
