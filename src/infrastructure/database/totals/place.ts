import { CarriedTotal } from './carried-total';

/** Of a total with its differences and what it is bound to, beside its key and the literals, which are as long. */
const TOTAL_BYTES = 8192;
const MAX_TOTALS = 8;
/** A longer key is that of a condition which takes long to evaluate. */
const MAX_KEY_LENGTH = 16 * 1024;
const MAX_IDLE_COMMITS = 1000;

/** An account's records of one collection, with the totals of them that are carried. */
export class Place {
  /** By key. */
  readonly totals = new Map<string, CarriedTotal>();
  /** By version: settled when it is certain how the commit ended that gives it. */
  readonly onTheWay = new Map<number, Promise<void>>();

  constructor(readonly owner: string) {}

  get bytes(): number {
    let bytes = 0;
    for (const key of this.totals.keys()) bytes += TOTAL_BYTES + 2 * key.length;
    return bytes;
  }

  /** Whether there is room for one more: the coldest makes it, once it has been in the way of as many as have asked for it. */
  hasRoomFor(key: string): boolean {
    if (key.length > MAX_KEY_LENGTH) return false;
    if (this.totals.size < MAX_TOTALS) return true;
    const [coldestKey, coldest] = [...this.totals].reduce((one, other) => (other[1].heat < one[1].heat ? other : one));
    coldest.heat -= 1;
    if (coldest.heat > 0) return false;
    return this.totals.delete(coldestKey);
  }

  /** A commit begins: the totals that it carries, those that memory alone decides and the most asked for first. */
  forCommit(): readonly CarriedTotal[] {
    const sorted = [...this.totals.values()].sort(
      (one, other) => Number(one.carried.related) - Number(other.carried.related) || other.heat - one.heat,
    );
    for (const [key, total] of this.totals) {
      total.idle += 1;
      total.heat = Math.floor(total.heat / 2);
      if (total.idle > MAX_IDLE_COMMITS) this.totals.delete(key);
    }
    return sorted;
  }
}
