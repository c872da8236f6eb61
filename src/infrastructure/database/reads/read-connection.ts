import type { SqlValue } from '#sql/sql-fragment';
import type { Row } from '../sql-connection';

export type RowsCallback = (error: unknown, rows: Row[]) => void;

/** A connection of the read pool. It is given one statement at a time and calls back exactly once for each. */
export interface ReadConnection {
  /** A statement is sent at once. Otherwise a connection is opened for it first, or it fails with CannotConnect. */
  readonly isOpen: boolean;
  /** A callback and not a promise: this is the hot path, and the pool makes the one promise there is. */
  run(text: string, values: readonly SqlValue[], done: RowsCallback): void;
  /** To be called when no statement runs. */
  close(): Promise<void>;
}
