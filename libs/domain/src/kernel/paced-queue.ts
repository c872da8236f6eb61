/**
 * What waits for something that one owner's items can hold far longer than another's, such as a writing connection. The owner
 * that was served for the least time is next, so that a short item waits for those of busy owners only as long as the one that
 * is served takes (start-time fair queuing: Goyal, Vin and Cheng 1996). Owners that come back after a pause begin where the
 * others are: time that they did not use is not saved up.
 */
import { LinkedList } from './linked-list';

/** What an item is taken to need until it is known: little, but enough for owners to take turns until then. */
const GUESS_MS = 0.01;
/** What remains, with each later item, of the time that one took. */
const FADING = 0.7;

class Line<T> {
  readonly waiting = new LinkedList<T>();
  /** Milliseconds that its items take, as far as lately seen; the longest counts most. */
  pace = 0;

  /** `served`: milliseconds that it was served for, on the scale of the whole queue. */
  constructor(public served: number) {}
}

export class PacedQueue<T> {
  /** Those that have items waiting, and those that were served for longer than the others. */
  private readonly lines = new Map<string, Line<T>>();
  /** How long owners that are served now were served for before: where those begin that come now. */
  private now = 0;
  /** How many wait. */
  size = 0;

  add(owner: string, item: T): void {
    const line = this.lineOf(owner);
    if (line.waiting.size === 0) {
      line.served = Math.max(line.served, this.now);
      // Among those that were served as long, the last.
      this.lines.delete(owner);
      this.lines.set(owner, line);
    }
    line.waiting.push(item);
    this.size += 1;
  }

  /** Puts back what was taken and not served: it is the next of its owner. */
  putBack(owner: string, item: T): void {
    const line = this.lineOf(owner);
    line.served -= GUESS_MS;
    line.waiting.unshift(item);
    this.size += 1;
  }

  /** The next one that may be taken, of all that are the next of their owners; undefined: there is none. */
  take(mayBeTaken: (owner: string, item: T) => boolean): T | undefined {
    let next: Line<T> | undefined;
    for (const [owner, line] of this.lines) {
      const first = line.waiting.first;
      if (first === undefined) {
        if (line.served <= this.now) this.lines.delete(owner);
      } else if (next === undefined || line.served < next.served) {
        if (mayBeTaken(owner, first.item)) next = line;
      }
    }
    if (next === undefined) return undefined;
    next.served += GUESS_MS;
    this.size -= 1;
    return next.waiting.shift();
  }

  /** What an item that was taken needed. */
  charge(owner: string, milliseconds: number): void {
    const line = this.lineOf(owner);
    line.served -= GUESS_MS;
    this.now = Math.max(this.now, line.served);
    line.served += milliseconds;
    line.pace = Math.max(milliseconds, line.pace * FADING);
  }

  /** Milliseconds that items of this owner take, as far as lately seen. */
  paceOf(owner: string): number {
    return this.lines.get(owner)?.pace ?? 0;
  }

  /** To be called when nothing waits and nothing is served: then nobody was served for too long. */
  forget(): void {
    this.lines.clear();
    this.now = 0;
  }

  private lineOf(owner: string): Line<T> {
    let line = this.lines.get(owner);
    if (line === undefined) this.lines.set(owner, (line = new Line(this.now)));
    return line;
  }
}
