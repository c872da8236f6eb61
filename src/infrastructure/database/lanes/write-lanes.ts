import type { Unit } from '#application/ports/transactions';
import { CannotConnect } from '../errors/database-unavailable';
import { accountOf } from './unit-account';
import type { WriteLane } from './write-lane';

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** Runs what keeps every other writer out, once or more often. */
type Exclusive = <T>(attempt: () => Promise<T>) => Promise<T>;

const once: Exclusive = (attempt) => attempt();

/**
 * Every write of the process. An account always maps to the same lane, so that its units run in the order they came. While that
 * lane cannot be connected, another one that is runs them.
 */
export class WriteLanes {
  constructor(
    private readonly lanes: readonly WriteLane[],
    private readonly exclusive: Exclusive = once,
  ) {}

  submit<T>(unit: Unit<T>): Promise<T> {
    return this.inLane(unit, (lane) => lane.submit(unit));
  }

  /** Runs the unit alone in its transaction, with every other writer of the database kept out: for schema changes. */
  submitAlone<T>(unit: Unit<T>): Promise<T> {
    return this.exclusive(() => this.inLane(unit, (lane) => lane.submitAlone(unit)));
  }

  /** Refuses new units and waits until those that were accepted are settled. */
  async drain(): Promise<void> {
    await Promise.all(this.lanes.map((lane) => lane.drain()));
  }

  async close(): Promise<void> {
    await Promise.all(this.lanes.map((lane) => lane.close()));
  }

  private async inLane<T>(unit: Unit<T>, submit: (lane: WriteLane) => Promise<T>): Promise<T> {
    try {
      return await submit(this.laneOf(accountOf(unit)));
    } catch (error) {
      const other = error instanceof CannotConnect ? this.lanes.find(({ isOpen }) => isOpen) : undefined;
      if (other === undefined) throw error;
      return submit(other);
    }
  }

  private laneOf(accountId: string): WriteLane {
    return this.lanes[hash(accountId) % this.lanes.length]!;
  }
}

/** FNV-1a: the tail of an id, where it is random, matters as much as its head. */
function hash(text: string): number {
  let value = FNV_OFFSET;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), FNV_PRIME) >>> 0;
  }
  return value;
}
