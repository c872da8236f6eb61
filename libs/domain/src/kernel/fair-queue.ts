/**
 * What waits for a place, and whose turn it is: the owners in turn, one of each, so that nobody waits longer because another
 * owner asks for much. It serves wherever tenants or clients share what is scarce: read connections, places for writes.
 */
import { type Link, LinkedList } from './linked-list';

/** How many may wait. */
export interface QueueBounds {
  readonly perOwner: number;
  readonly total: number;
}

/** What one owner waits for. */
class Line<T> {
  readonly waiting = new LinkedList<T>();
  /** Its place in the order of turns. */
  turn: Link<Line<T>> | undefined;

  constructor(readonly owner: string) {}
}

/** Lets the code that added an item withdraw it. */
export interface Ticket<T> {
  readonly line: Line<T>;
  readonly link: Link<T>;
}

export class FairQueue<T> {
  private readonly system = new Line<T>('');
  private readonly lines = new Map<string, Line<T>>();
  private readonly turns = new LinkedList<Line<T>>();
  private owned = 0;
  /** How many wait. */
  size = 0;

  constructor(private readonly bounds: QueueBounds = { perOwner: Infinity, total: Infinity }) {}

  has(owner: string): boolean {
    return this.lines.has(owner);
  }

  waitingOf(owner: string): number {
    return this.lines.get(owner)?.waiting.size ?? 0;
  }

  /** Without an owner it is the system's own: that comes first and is never refused. undefined: too many wait already. */
  add(owner: string | undefined, item: T): Ticket<T> | undefined {
    if (owner === undefined) {
      this.size += 1;
      return { line: this.system, link: this.system.waiting.push(item) };
    }
    let line = this.lines.get(owner);
    if (this.owned >= this.bounds.total || (line?.waiting.size ?? 0) >= this.bounds.perOwner) return undefined;
    if (line === undefined) {
      line = new Line(owner);
      line.turn = this.turns.push(line);
      this.lines.set(owner, line);
    }
    this.owned += 1;
    this.size += 1;
    return { line, link: line.waiting.push(item) };
  }

  /**
   * The next one whose owner may have a place, for what is its next item; undefined: there is none. An owner that is passed
   * over keeps its turn.
   */
  take(mayHave: (owner: string, item: T) => boolean): T | undefined {
    if (this.system.waiting.size > 0) {
      this.size -= 1;
      return this.system.waiting.shift();
    }
    for (let turn = this.turns.first; turn !== undefined; turn = turn.next) {
      const line = turn.item;
      if (mayHave(line.owner, line.waiting.first!.item)) return this.takeFrom(line, turn);
    }
    return undefined;
  }

  /** Takes out what was neither taken nor withdrawn before. */
  withdraw({ line, link }: Ticket<T>): void {
    line.waiting.remove(link);
    this.size -= 1;
    if (line === this.system) return;
    this.owned -= 1;
    if (line.waiting.size === 0) this.close(line);
  }

  private takeFrom(line: Line<T>, turn: Link<Line<T>>): T {
    const item = line.waiting.shift()!;
    this.owned -= 1;
    this.size -= 1;
    if (line.waiting.size === 0) this.close(line);
    else if (this.turns.size > 1) {
      this.turns.remove(turn);
      line.turn = this.turns.push(line);
    }
    return item;
  }

  private close(line: Line<T>): void {
    this.lines.delete(line.owner);
    this.turns.remove(line.turn!);
  }
}
