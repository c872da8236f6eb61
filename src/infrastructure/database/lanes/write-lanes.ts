import type { Unit } from '#application/ports/transactions';
import { accountOf } from './unit-account';
import type { WriteLane } from './write-lane';

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** Every write of the process. An account always maps to the same lane, so that its units run in the order they came. */
export class WriteLanes {
  constructor(private readonly lanes: readonly WriteLane[]) {}

  submit<T>(unit: Unit<T>): Promise<T> {
    return this.laneOf(accountOf(unit)).submit(unit);
  }

  /** Runs the unit alone in its transaction, with every other writer of the database kept out: for schema changes. */
  submitAlone<T>(unit: Unit<T>): Promise<T> {
    return this.laneOf(accountOf(unit)).submitAlone(unit);
  }

  /** Refuses new units and waits until those that were accepted are settled. */
  async drain(): Promise<void> {
    await Promise.all(this.lanes.map((lane) => lane.drain()));
  }

  async close(): Promise<void> {
    await Promise.all(this.lanes.map((lane) => lane.close()));
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
