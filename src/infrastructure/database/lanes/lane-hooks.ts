import type { DoneUnit, QueuedUnit } from './lane-unit';
import type { SqlConnection } from '../sql-connection';

/** What every transaction of a lane does besides its units. */
export interface LaneHooks {
  /** Once per transaction, first: one answer per unit, null or the error it rejects with. */
  verify(sql: SqlConnection, units: readonly QueuedUnit[]): Promise<readonly (Error | null)[]>;
  /** Once per transaction, last: what must be written with the units that are about to be committed. */
  beforeCommit(sql: SqlConnection, done: readonly DoneUnit[]): Promise<void>;
}
