import type { Carried } from '#domain/query/carried-by';
import { ownValue } from '#domain/kernel/own-value';
import type { RecordChange, StoredRecord } from '#domain/records/record-change';

/** A changed record as it was, or as it is, and what it counts for if it meets the condition. */
export interface Image {
  readonly record: StoredRecord;
  readonly sign: 1 | -1;
}

/** Of a change that can make a difference; none where what decides about the record is as before. */
export function imagesOf(change: RecordChange, { names }: Carried): readonly Image[] {
  const { set } = change;
  if (set !== undefined && Object.keys(set).every((name) => !names.has(name))) return [];
  const { before, after } = change;
  if (before !== null && after !== null && isSame(before, after, names)) return [];
  return [
    ...(before === null ? [] : [{ record: before, sign: -1 } as const]),
    ...(after === null ? [] : [{ record: after, sign: 1 } as const]),
  ];
}

/** What an update leaves as it is, is the same object. */
function isSame(before: StoredRecord, after: StoredRecord, names: ReadonlySet<string>): boolean {
  for (const name of names) if (ownValue(before, name) !== ownValue(after, name)) return false;
  return true;
}
