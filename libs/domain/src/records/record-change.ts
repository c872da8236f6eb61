/** What a unit of work did to records: reported once where it is written, and the source of all that follows. */
import type { JsonValue } from '../schema/collection';

/** A record as it is stored: system columns and fields by their names, lists of references in order. */
export type StoredRecord = Readonly<Record<string, JsonValue>>;

export interface RecordChange {
  readonly accountId: string;
  readonly collectionId: string;
  readonly id: string;
  readonly op: 'create' | 'update' | 'delete';
  /** null for a create. */
  readonly before: StoredRecord | null;
  /** null for a delete. */
  readonly after: StoredRecord | null;
  /** All that an update sets, where that is known without its records; to read these may take as long as the update. */
  readonly set?: StoredRecord;
  /** By how many bytes the account's records become larger; negative: smaller. */
  readonly bytes: number;
  /** Absent: the request named this record. `cascade`: it went or was cleared with a target that did. */
  readonly cause?: 'cascade';
}

/**
 * One thing done to many records of an account: `drop` (gone with their collection), `erase` (gone with their account),
 * `fill` (a new field got its default) and `clear` (a field lost its values, with the field or because targets go).
 */
export interface ChangeSummary {
  readonly accountId: string;
  readonly collectionId: string;
  readonly op: 'drop' | 'erase' | 'fill' | 'clear';
  /** The name of the field; null where whole records go. */
  readonly field: string | null;
  /** The number of records. */
  readonly count: number;
  /** As of a change. What is dropped takes its sum with it and has none. */
  readonly bytes: number;
}
