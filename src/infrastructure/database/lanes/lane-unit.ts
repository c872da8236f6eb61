/** What can be submitted to a write lane. */
import type { Transaction } from '#application/ports/unit-of-work';
import type { Credential } from '#domain/kernel/request-context';
import type { SqlValue } from '#sql/sql-fragment';
import type { LaneTransaction } from './transaction';

/** What must still hold in the unit's transaction; null: nothing to hold. */
export interface UnitGuards {
  /** Its stamp must be current, or the unit rejects with StaleCredential. */
  readonly credential: Pick<Credential, 'id' | 'stamp'> | null;
  /** Must be the schema's revision, or the unit rejects with StaleSchema. */
  readonly schemaRevision: number | null;
}

/** A unit that runs statements of its own. It may run again after a deadlock, so it keeps no state outside. */
export interface WorkUnit<T> {
  readonly guards: UnitGuards;
  readonly work: (tx: Transaction) => Promise<T>;
}

/** An insert over one JSON parameter of rows, that returns at least `id` for each row it inserted. */
export interface InsertStatement {
  /** Statements with equal keys have equal text and equal values but the rows. */
  readonly key: string;
  readonly text: string;
  /** The statement's values with the JSON array of rows in its place. */
  bind(rowsJson: string): readonly SqlValue[];
}

/** Inserts of one commit with the same key run as one statement. */
export interface InsertUnit {
  readonly guards: UnitGuards;
  readonly accountId: string;
  readonly collectionId: string;
  readonly statement: InsertStatement;
  /** One JSON text per row. */
  readonly rows: readonly string[];
  /** The ids of the rows, in the same order. */
  readonly ids: readonly string[];
}

/** The statement left out some rows of an insert unit (its rule does not hold for them); none of the unit was written. */
export class InsertRefused extends Error {
  override readonly name = 'InsertRefused';

  constructor(
    /** Zero-based positions in the unit's rows. */
    readonly refused: readonly number[],
  ) {
    super('The statement did not insert every row');
  }
}

/** A unit in the lane's queue. */
export interface QueuedUnit {
  readonly kind: 'work' | 'exclusive' | 'insert';
  readonly guards: UnitGuards;
  /** Runs the unit alone. */
  readonly work: (tx: LaneTransaction) => Promise<unknown>;
  /** Only for inserts. */
  readonly insert: InsertUnit | null;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** What a unit came to inside its transaction, waiting for the commit. */
export interface DoneUnit {
  readonly unit: QueuedUnit;
  readonly tx: LaneTransaction;
  readonly value: unknown;
}
