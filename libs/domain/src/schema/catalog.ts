/** All collections at one schema revision: an immutable snapshot that plans are made against. */
import type { Collection } from './collection';

export class Catalog {
  private readonly byKey = new Map<string, Collection>();
  private readonly byIdentity = new Map<string, Collection>();

  constructor(
    readonly revision: number,
    readonly collections: readonly Collection[],
  ) {
    for (const collection of collections) {
      this.byKey.set(collection.name.toLowerCase(), collection);
      this.byIdentity.set(collection.id, collection);
    }
  }

  /** Names that differ only in case are the same name. */
  find(name: string): Collection | undefined {
    return this.byKey.get(name.toLowerCase());
  }

  findById(id: string): Collection | undefined {
    return this.byIdentity.get(id);
  }

  /** The fields, of any collection, that refer to the named one. */
  referrers(
    name: string,
  ): readonly { readonly collection: Collection; readonly field: Collection['fields'][number] }[] {
    const key = name.toLowerCase();
    return this.collections.flatMap((collection) =>
      collection.fields
        .filter((field) => field.collection?.toLowerCase() === key)
        .map((field) => ({ collection, field })),
    );
  }
}
