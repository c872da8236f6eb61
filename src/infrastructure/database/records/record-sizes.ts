/** How large records may become, in bytes. */
export interface RecordSizes {
  /** Of one record: its values as JSON in UTF-8, without their names. Ids of multiple references are not kept in its row. */
  readonly record: number;
  /** Of the answer to one request for records, and of all records that one write changes. */
  readonly answer: number;
}

export const DEFAULT_SIZES: RecordSizes = { record: 1_048_576, answer: 4_194_304 };
