/** A unit in the queue of its lane. */
import type { Unit } from '#application/ports/transactions';
import type { LaneTransaction } from './transaction';

export interface QueuedUnit {
  readonly unit: Unit<unknown>;
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
