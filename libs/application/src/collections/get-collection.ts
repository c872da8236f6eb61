/** Reads one collection as it is now, even when another process changed it. */
import type { RequestContext } from '#domain/kernel/request-context';
import type { Collection } from '#domain/schema/collection';
import type { Catalogs } from '../ports/catalogs';
import type { CollectionStore } from '../ports/collection-store';
import type { CollectionView } from './collection-view';
import { collectionById, collectionByName } from './find-collection';
import { requireSuperadmin } from '../kernel/require-superadmin';

export class GetCollection {
  constructor(
    private readonly catalogs: Catalogs,
    private readonly store: CollectionStore,
  ) {}

  async byId(ctx: RequestContext, id: string): Promise<CollectionView> {
    requireSuperadmin(ctx);
    const collection = collectionById(await this.catalogs.refresh(), id);
    const counts = await this.store.recordCounts();
    return { collection, recordCount: counts.get(id) ?? 0 };
  }

  async byName(ctx: RequestContext, name: string): Promise<Collection> {
    requireSuperadmin(ctx);
    return collectionByName(await this.catalogs.refresh(), name);
  }
}
