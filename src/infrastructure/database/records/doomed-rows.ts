import type { RecordKey } from '#application/ports/record-store';
import type { Collection } from '#domain/schema/collection';
import { linkedFields } from '#domain/schema/field-storage';
import type { HeldRow } from './held-row';
import { countLinks, type WrittenRows } from './written-rows';

export interface DoomedGroup {
  readonly collection: Collection;
  readonly rows: readonly HeldRow[];
}

/** The rows that a delete removes, by collection. */
export class DoomedRows {
  private readonly found = new Map<string, { readonly collection: Collection; readonly rows: Map<string, HeldRow> }>();

  constructor(private readonly written: WrittenRows) {}

  /** Returns those of the rows that were not among them yet. Throws RECORD_TOO_MANY_ROWS. */
  add(collection: Collection, rows: readonly HeldRow[]): HeldRow[] {
    let group = this.found.get(collection.id);
    if (group === undefined) this.found.set(collection.id, (group = { collection, rows: new Map() }));
    const added = rows.filter((row) => !group.rows.has(nameOf(row)));
    const linked = linkedFields(collection.fields);
    for (const row of added) {
      group.rows.set(nameOf(row), row);
      this.written.add(1 + countLinks(linked, row.before));
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
