/** A unit in the queue of its lane. */
import type { Unit } from '#application/ports/transactions';
import type { LaneTransaction } from './transaction';

export interface QueuedUnit {
  readonly unit: Unit<unknown>;
  /** Characters of what it writes, as far as that is known before it runs; a row counts with a number of its own. */
  readonly size: number;
  /** Alone in its transaction, and free to write every account. */
  readonly alone: boolean;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** The result of a unit inside its transaction, which waits for the commit. */
export interface DoneUnit {
  readonly queued: QueuedUnit;
  readonly tx: LaneTransaction;
  readonly value: unknown;
}
