/** How much records may be. */
export interface RecordBounds {
  /** Bytes of one record, as they count for quotas (record-size.ts). */
  readonly record: number;
  /** Bytes of the answer to one request for records, and of all stored records that one write changes or deletes. */
  readonly answer: number;
  /** Rows that one call writes: more would hold up the other writes of its lane. */
  readonly rows: number;
}

export const DEFAULT_BOUNDS: RecordBounds = { record: 1_048_576, answer: 4_194_304, rows: 10_000 };
