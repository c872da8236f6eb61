import type { EntityManager } from 'typeorm';
import type { SqlConnection } from '../sql-connection';

/** The one connection a write lane owns, with the transaction steps that differ between the engines. */
export interface LaneConnection {
  readonly sql: SqlConnection;
  /** TypeORM over the same connection. */
  readonly manager: EntityManager;
  /** The connection broke; all that can be done is to open another. */
  readonly lost: boolean;
  /** A failing statement leaves the transaction usable and itself undone, so that one statement needs no savepoint. */
  readonly statementsAreAtomic: boolean;

  /** Exclusive: every other writer of the database, in any process, is kept out, and foreign keys may break meanwhile. */
  begin(exclusive: boolean): Promise<void>;
  /** Rejects when anything of the transaction is not on disk, even when the engine rolled back without being asked. */
  commit(): Promise<void>;
  /** Never rejects: a transaction that cannot be rolled back is already gone. */
  rollback(): Promise<void>;

  savepoint(): Promise<void>;
  release(): Promise<void>;
  /** Rejects when the whole transaction is gone. */
  rollbackToSavepoint(): Promise<void>;

  close(): Promise<void>;
}
