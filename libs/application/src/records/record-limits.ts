/** Limits of record requests that an operator can set. */
export class RecordLimits {
  constructor(
    /** Records that one batch request may create, change or delete. */
    readonly batchSize: number,
    /** Relations that one expand path may cross. */
    readonly expandDepth: number,
    /** Rows that one request writes, and so the records that a filter may select to be changed. */
    readonly writeRows: number,
  ) {}
}
