import type { Clock } from '#domain/kernel/clock';
import type { DatabaseTarget } from '#server/config/database-url';
import type { StoredQuotas } from './lanes/quota-check';
import type { RecordBounds } from './records/record-bounds';

/** What the database module is built from, provided by the configuration; a class so that it is its own token. */
export class DatabaseOptions {
  readonly target: DatabaseTarget;
  /** A statement that runs longer is interrupted. */
  readonly statementTimeoutMs: number;
  /** The clock of units of work; undefined: the system's. */
  readonly clock?: Clock | undefined;
  /** Read connections; undefined: 5 on SQLite, 8 on PostgreSQL. */
  readonly readers?: number | undefined;
  /** Write lanes on PostgreSQL; undefined: 4. SQLite always has one. */
  readonly lanes?: number | undefined;
  /** undefined: DEFAULT_BOUNDS. */
  readonly bounds?: RecordBounds | undefined;
  /** Of accounts that have none of their own; undefined: no quotas. */
  readonly quotas?: StoredQuotas | undefined;
  /** Secrets of encrypted fields, the current one first; none: nothing can be encrypted. */
  readonly encryptionKeys?: readonly string[] | undefined;
}
