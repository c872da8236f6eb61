/** All collections at one schema revision: an immutable snapshot that plans are made against. */
import type { SqlMacro } from '#domain/macros/sql-macro';
import type { Collection } from './collection';

export class Catalog {
  private readonly byKey = new Map<string, Collection>();
  private readonly byIdentity = new Map<string, Collection>();

  constructor(
    readonly revision: number,
    readonly collections: readonly Collection[],
    readonly macros: readonly SqlMacro[] = [],
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

  /** SQL knows names without quotes in lower case only, so that those that differ in case alone are the same. */
  findMacro(name: string): SqlMacro | undefined {
    const key = name.toLowerCase();
    return this.macros.find((macro) => macro.name.toLowerCase() === key);
  }

  /** As it would be with other collections. */
  with(collections: readonly Collection[]): Catalog {
    return new Catalog(this.revision, collections, this.macros);
  }

  withMacros(macros: readonly SqlMacro[]): Catalog {
    return new Catalog(this.revision, this.collections, macros);
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
