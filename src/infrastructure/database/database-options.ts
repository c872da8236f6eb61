import type { Clock } from '#domain/kernel/clock';
import type { DatabaseTarget } from '#server/config/database-url';
import type { RecordSizes } from './records/record-sizes';

/** What the database module is built from; provided by the configuration, also a class so that it is its own token. */
export class DatabaseOptions {
  readonly target: DatabaseTarget;
  /** A statement that runs longer is interrupted. */
  readonly statementTimeoutMs: number;
  /** What time units of work say it is; undefined: the system's. */
  readonly clock?: Clock | undefined;
  /** Read connections; undefined: 4 on SQLite, 8 on PostgreSQL. */
  readonly readers?: number | undefined;
  /** Write lanes on PostgreSQL; undefined: 4. SQLite always has one. */
  readonly lanes?: number | undefined;
  /** undefined: DEFAULT_SIZES. */
  readonly sizes?: RecordSizes | undefined;
}
