/** Pages through the collections; there are few of them, so sorting and searching happen in memory. */
import type { RequestContext } from '#domain/kernel/request-context';
import { compareText } from '#domain/rules/text-order';
import type { Collection } from '#domain/schema/collection';
import type { Catalogs } from '../ports/catalogs';
import type { CollectionStore } from '../ports/collection-store';
import type { CollectionView } from './collection-view';
import { requireSuperadmin } from '../kernel/require-superadmin';

export interface CollectionQuery {
  /** Counted from 1. */
  readonly page: number;
  readonly pageSize: number;
  /** Anything unknown sorts by creation. */
  readonly sortBy: string;
  readonly descending: boolean;
  /** A part of a name or an id, in any case. */
  readonly search: string;
}

export interface CollectionPage {
  readonly items: readonly CollectionView[];
  readonly total: number;
}

const SORT_KEYS: ReadonlyMap<string, (collection: Collection) => string> = new Map([
  ['id', (collection) => collection.id],
  ['name', (collection) => collection.name],
  ['table_name', (collection) => collection.table],
  ['created_at', (collection) => collection.createdAt],
  ['updated_at', (collection) => collection.updatedAt],
]);

export class ListCollections {
  constructor(
    private readonly catalogs: Catalogs,
    private readonly store: CollectionStore,
  ) {}

  async execute(ctx: RequestContext, query: CollectionQuery): Promise<CollectionPage> {
    requireSuperadmin(ctx);
    const { collections } = await this.catalogs.refresh();
    const counts = await this.store.recordCounts();
    const search = query.search.toLowerCase();
    const found = collections.filter(({ name, id }) => name.toLowerCase().includes(search) || id.includes(search));
    const start = (query.page - 1) * query.pageSize;
    const items = sort(found, query)
      .slice(start, start + query.pageSize)
      .map((collection) => ({ collection, recordCount: counts.get(collection.id) ?? 0 }));
    return { items, total: found.length };
  }

  async names(ctx: RequestContext): Promise<readonly string[]> {
    requireSuperadmin(ctx);
    const { collections } = await this.catalogs.refresh();
    return collections.map((collection) => collection.name).toSorted(compareText);
  }
}

function sort(collections: readonly Collection[], query: CollectionQuery): readonly Collection[] {
  const key = SORT_KEYS.get(query.sortBy) ?? ((collection: Collection) => collection.createdAt);
  const sign = query.descending ? -1 : 1;
  return collections.toSorted(
    (left, right) => sign * (compareText(key(left), key(right)) || compareText(left.id, right.id)),
  );
}
