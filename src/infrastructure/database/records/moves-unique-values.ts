import type { StoredRecord } from '#domain/records/record-change';
import { type Collection, isSystemColumn } from '#domain/schema/collection';
import { physicalIndexes } from '#domain/schema/physical-indexes';
import type { HeldRow } from './held-row';

interface Moved {
  /** What is written, beside what the server sets. */
  readonly values: StoredRecord;
  readonly held: HeldRow;
  readonly after: StoredRecord;
}

/** Whether one of the rows takes a unique value that another of them has: which of them is written first then matters. */
export function movesUniqueValues(collection: Collection, rows: readonly Moved[]): boolean {
  return physicalIndexes(collection)
    .filter(({ unique, fields }) => unique && rows.some(({ values }) => fields.some((name) => isWritten(values, name))))
    .some(({ fields }) => {
      const taken = new Set(rows.map(({ held }) => valuesOf(held.before, fields)));
      return rows.some(({ held, after }) => {
        const wanted = valuesOf(after, fields);
        return wanted !== valuesOf(held.before, fields) && taken.has(wanted);
      });
    });
}

function isWritten(values: StoredRecord, name: string): boolean {
  return isSystemColumn(name) || Object.hasOwn(values, name);
}

function valuesOf(record: StoredRecord, fields: readonly string[]): string {
  return JSON.stringify(fields.map((name) => record[name] ?? null));
}
