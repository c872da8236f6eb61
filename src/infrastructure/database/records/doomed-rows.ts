import type { RecordKey } from '#application/ports/record-store';
import { DomainError } from '#domain/kernel/errors';
import type { Collection } from '#domain/schema/collection';

/** The rows that a delete takes away, by collection. */
export class DoomedRows {
  private readonly groups = new Map<
    string,
    { readonly collection: Collection; readonly keys: Map<string, RecordKey> }
  >();
  private size = 0;

  /** `limit`: records that may go at once. */
  constructor(private readonly limit: number) {}

  /** Those of the keys that were not among them yet. */
  add(collection: Collection, keys: readonly RecordKey[]): RecordKey[] {
    let group = this.groups.get(collection.id);
    if (group === undefined) this.groups.set(collection.id, (group = { collection, keys: new Map() }));
    const added = keys.filter((key) => !group.keys.has(nameOf(key)));
    for (const key of added) group.keys.set(nameOf(key), key);
    this.size += added.length;
    if (this.size > this.limit) {
      throw new DomainError('RECORD_IN_USE', 'conflict', `More than ${this.limit} records would be deleted at once`);
    }
    return added;
  }

  has(collection: Collection, key: RecordKey): boolean {
    return this.groups.get(collection.id)?.keys.has(nameOf(key)) ?? false;
  }

  /** Every collection with its rows. */
  *byCollection(): Iterable<{ readonly collection: Collection; readonly keys: readonly RecordKey[] }> {
    for (const { collection, keys } of this.groups.values()) yield { collection, keys: [...keys.values()] };
  }
}

function nameOf({ accountId, id }: RecordKey): string {
  return accountId + id;
}
