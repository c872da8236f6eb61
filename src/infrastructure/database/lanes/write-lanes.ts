import type { InsertUnit, WorkUnit } from './lane-unit';
import type { Row } from '../sql-connection';
import type { WriteLane } from './write-lane';

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** Every write of the process. An account always maps to the same lane, so that its units run in the order they came. */
export class WriteLanes {
  constructor(private readonly lanes: readonly WriteLane[]) {}

  submit<T>(accountId: string, unit: WorkUnit<T>): Promise<T> {
    return this.laneOf(accountId).submit(unit);
  }

  /** Alone in its transaction, every other writer of the database kept out: for schema changes. */
  submitExclusive<T>(accountId: string, unit: WorkUnit<T>): Promise<T> {
    return this.laneOf(accountId).submitExclusive(unit);
  }

  /**
   * Resolves with the returned rows in the order of the unit's rows. Rejects with InsertRefused when the statement left
   * rows out. The record counts are told of the insert.
   */
  submitInsert(unit: InsertUnit): Promise<Row[]> {
    return this.laneOf(unit.accountId).submitInsert(unit);
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
