import type { Transaction } from '#application/ports/transactions';
import { recordInUse } from '#application/records/record-errors';
import type { StoredRecord } from '#domain/records/record-change';
import { growthOf } from '#domain/records/record-size';
import { withBullets } from '#domain/records/secret-sizes';
import type { Collection, Field, JsonValue } from '#domain/schema/collection';
import { isList } from '#domain/schema/field-storage';
import type { HeldRow } from './held-row';
import type { WrittenRows } from './written-rows';

interface Cleared {
  readonly collection: Collection;
  readonly row: HeldRow;
  after: StoredRecord;
}

/** Rows that lost references to deleted ones: each is one change, however many of its fields are affected. */
export class ClearedRows {
  private readonly rows = new Map<string, Cleared>();

  constructor(private readonly written: WrittenRows) {}

  /**
   * `gone`: the ids that the field of the rows does not refer to any more. Throws RECORD_TOO_MANY_ROWS, and RECORD_IN_USE where a
   * required list would be left without any.
   */
  add(
    collection: Collection,
    field: Field,
    rows: readonly HeldRow[],
    gone: ReadonlySet<string>,
    touched: StoredRecord,
  ): void {
    for (const row of rows) {
      const key = collection.id + row.accountId + row.id;
      const known = this.rows.get(key);
      const cleared = known ?? { collection, row, after: row.before };
      const before = cleared.after[field.name] ?? null;
      const value = without(before, field, gone);
      if (field.required && lengthOf(value) === 0) throw recordInUse(collection, field);
      this.written.add((known === undefined ? 1 : 0) + lengthOf(before) - lengthOf(value));
      cleared.after = { ...cleared.after, ...touched, [field.name]: value };
      this.rows.set(key, cleared);
    }
  }

  tell(tx: Transaction): void {
    for (const { collection, row, after } of this.rows.values()) {
      const { accountId, id } = row;
      const { id: collectionId, fields } = collection;
      const bytes = growthOf(fields, row.before, after);
      const [before, now] = [row.before, after].map((record) => withBullets(fields, record));
      tx.changed({ accountId, collectionId, id, op: 'update', before: before!, after: now!, bytes, cause: 'cascade' });
    }
  }
}

function without(value: JsonValue, field: Field, gone: ReadonlySet<string>): JsonValue {
  return isList(field) ? (value as readonly string[]).filter((id) => !gone.has(id)) : null;
}

/** Each element of a list is a row of its own. */
function lengthOf(value: JsonValue): number {
  return Array.isArray(value) ? value.length : 0;
}
