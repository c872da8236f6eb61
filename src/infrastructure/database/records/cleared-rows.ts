import type { Transaction } from '#application/ports/transactions';
import type { StoredRecord } from '#domain/records/record-change';
import { growthOf } from '#domain/records/record-size';
import type { Collection, Field, JsonValue } from '#domain/schema/collection';
import { isList } from '#domain/schema/field-storage';
import type { HeldRow } from './held-row';

interface Cleared {
  readonly collection: Collection;
  readonly row: HeldRow;
  after: StoredRecord;
}

/** Rows that lost references to deleted ones: each is one change, however many of its fields are affected. */
export class ClearedRows {
  private readonly rows = new Map<string, Cleared>();

  /** `gone`: the ids that the field of the rows does not refer to any more. */
  add(
    collection: Collection,
    field: Field,
    rows: readonly HeldRow[],
    gone: ReadonlySet<string>,
    written: StoredRecord,
  ): void {
    for (const row of rows) {
      const key = collection.id + row.accountId + row.id;
      const cleared = this.rows.get(key) ?? { collection, row, after: row.before };
      const value = without(cleared.after[field.name] ?? null, field, gone);
      cleared.after = { ...cleared.after, ...written, [field.name]: value };
      this.rows.set(key, cleared);
    }
  }

  tell(tx: Transaction): void {
    for (const { collection, row, after } of this.rows.values()) {
      const { accountId, id, before } = row;
      const bytes = growthOf(collection.fields, before, after);
      tx.changed({ accountId, collectionId: collection.id, id, op: 'update', before, after, bytes, cause: 'cascade' });
    }
  }
}

function without(value: JsonValue, field: Field, gone: ReadonlySet<string>): JsonValue {
  return isList(field) ? (value as readonly string[]).filter((id) => !gone.has(id)) : null;
}
