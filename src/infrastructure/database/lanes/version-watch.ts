import type { SqlConnection } from '../sql-connection';
import type { DoneUnit } from './lane-unit';

/** The counts of an account and collection, in a transaction that changes its records. */
export interface MovedVersion {
  readonly accountId: string;
  readonly collectionId: string;
  /** The one that the transaction has given them: by one more than before. */
  readonly version: number;
}

/** Told at the end of a transaction which versions its units move; what becomes of them, their own actions tell. */
export interface VersionWatch {
  moved(sql: SqlConnection, done: readonly DoneUnit[], versions: readonly MovedVersion[]): Promise<void>;
}
