/** A collection with what is known about it besides its definition. */
import type { Collection } from '#domain/schema/collection';

export interface CollectionView {
  readonly collection: Collection;
  /** The records of all accounts. */
  readonly recordCount: number;
}

/** What a change answers with. */
export interface ChangedCollection extends CollectionView {
  readonly warnings: readonly string[];
}
