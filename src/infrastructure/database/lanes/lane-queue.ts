import type { QueuedUnit } from './lane-unit';

/** Units that share one commit at most. */
const GROUP_LIMIT = 256;

/** The units that wait for a lane, in the order they came. */
export class LaneQueue {
  private units: QueuedUnit[] = [];
  private next = 0;

  get isEmpty(): boolean {
    return this.next === this.units.length;
  }

  push(unit: QueuedUnit): void {
    this.units.push(unit);
  }

  /** The next units that share a commit. A unit that must run alone comes by itself. */
  takeGroup(): QueuedUnit[] {
    const from = this.next;
    const limit = Math.min(this.units.length, from + GROUP_LIMIT);
    let end = from;
    while (end < limit && !this.units[end]!.alone) end += 1;
    if (end === from && end < limit) end += 1;
    const group = this.units.slice(from, end);
    this.next = end;
    if (this.isEmpty) {
      this.units = [];
      this.next = 0;
    }
    return group;
  }
}
