import type { RecordKey } from '#application/ports/record-store';
import { DomainError } from '#domain/kernel/errors';
import type { Collection } from '#domain/schema/collection';
import type { HeldRow } from './held-row';

/** One delete may take this many records with it; more would hold up the account's other writes. */
const MAX_ROWS = 100_000;

export interface DoomedGroup {
  readonly collection: Collection;
  readonly rows: readonly HeldRow[];
}

/** The rows that a delete removes, by collection. */
export class DoomedRows {
  private readonly found = new Map<string, { readonly collection: Collection; readonly rows: Map<string, HeldRow> }>();
  private size = 0;

  /** Returns those of the rows that were not among them yet. */
  add(collection: Collection, rows: readonly HeldRow[]): HeldRow[] {
    let group = this.found.get(collection.id);
    if (group === undefined) this.found.set(collection.id, (group = { collection, rows: new Map() }));
    const added = rows.filter((row) => !group.rows.has(nameOf(row)));
    for (const row of added) group.rows.set(nameOf(row), row);
    this.size += added.length;
    if (this.size > MAX_ROWS) {
      throw new DomainError('RECORD_IN_USE', 'conflict', `More than ${MAX_ROWS} records would be deleted at once`);
    }
    return added;
  }

  has(collection: Collection, key: RecordKey): boolean {
    return this.found.get(collection.id)?.rows.has(nameOf(key)) ?? false;
  }

  /** Every collection with its rows. */
  get groups(): readonly DoomedGroup[] {
    return Array.from(this.found.values(), ({ collection, rows }) => ({ collection, rows: [...rows.values()] }));
  }
}

function nameOf({ accountId, id }: RecordKey): string {
  return accountId + id;
}
