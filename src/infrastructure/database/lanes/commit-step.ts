import type { SqlConnection } from '../sql-connection';
import type { DoneUnit } from './lane-unit';

/** By account: what its units are refused with, because together they go beyond what it may have. */
export type Refusals = ReadonlyMap<string, Error>;

export const NO_REFUSALS: Refusals = new Map();

/**
 * Something that follows from what units did, written with them at the end of their transaction: one statement for all of
 * them. Steps run in the order of their list; one that fails takes the transaction with it, and so does a refusal.
 */
export interface CommitStep {
  run(sql: SqlConnection, done: readonly DoneUnit[]): Promise<Refusals>;
}
