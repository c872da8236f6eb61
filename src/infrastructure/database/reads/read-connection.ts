import type { SqlValue } from '#sql/sql-fragment';
import type { Row } from '../sql-connection';

/**
 * Bytes of one answer. A page of records becomes one text, copied several times on its way to the client; beyond V8's limit
 * for texts (512 MB) it would end the process.
 */
export const ANSWER_LIMIT = 33_554_432;

export type RowsCallback = (error: unknown, rows: Row[]) => void;

/** A connection of the read pool. It is given one statement at a time and calls back exactly once for each. */
export interface ReadConnection {
  /** A callback and not a promise: this is the hot path, and the pool makes the one promise there is. */
  run(text: string, values: readonly SqlValue[], done: RowsCallback): void;
  /** To be called when no statement runs. */
  close(): Promise<void>;
}
