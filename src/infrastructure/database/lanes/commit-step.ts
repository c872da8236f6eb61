import type { SqlConnection } from '../sql-connection';
import type { DoneUnit } from './lane-unit';

/**
 * Something that follows from what units did, written with them at the end of their transaction: one statement for all of
 * them. Steps run in the order of their list; one that fails takes the transaction with it.
 */
export interface CommitStep {
  run(sql: SqlConnection, done: readonly DoneUnit[]): Promise<void>;
}
