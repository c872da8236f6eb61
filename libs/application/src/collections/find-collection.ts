/** Finds a collection that a caller names, or says that there is none. */
import { DomainError } from '#domain/kernel/errors';
import type { Catalog } from '#domain/schema/catalog';
import { excerpt } from '#domain/schema/clean-text';
import type { Collection } from '#domain/schema/collection';

const CODE = 'SCHEMA_COLLECTION_NOT_FOUND';

export function collectionById(catalog: Catalog, id: string): Collection {
  const collection = catalog.findById(id);
  if (!collection) throw new DomainError(CODE, 'not_found', `Collection with ID '${excerpt(id)}' not found`);
  return collection;
}

export function collectionByName(catalog: Catalog, name: string): Collection {
  const collection = catalog.find(name);
  if (!collection) throw new DomainError(CODE, 'not_found', `Collection '${excerpt(name)}' not found`);
  return collection;
}
