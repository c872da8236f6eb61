/** What waits for a place, owners in turn, where the lines of each owner take turns among themselves as well. */
import { FairQueue } from './fair-queue';

/** How many may wait in one line, and in all. */
export interface LineBounds {
  readonly perLine: number;
  readonly total: number;
}

export class FairLines<T> {
  /** An owner has a turn for each of its items; which of its lines gets it is decided when it comes. */
  private readonly turns = new FairQueue<FairQueue<T>>();
  private readonly linesOf = new Map<string, FairQueue<T>>();

  constructor(private readonly bounds: LineBounds) {}

  get size(): number {
    return this.turns.size;
  }

  /** false: too many wait already. */
  add(owner: string, line: string, item: T): boolean {
    if (this.size >= this.bounds.total) return false;
    let lines = this.linesOf.get(owner);
    if (lines === undefined) lines = new FairQueue({ perOwner: this.bounds.perLine, total: Infinity });
    if (lines.add(line, item) === undefined) return false;
    this.linesOf.set(owner, lines);
    this.turns.add(owner, lines);
    return true;
  }

  /** The next one whose line may have a place; undefined: there is none. Who is passed over keeps its turn. */
  take(mayHave: (owner: string, line: string) => boolean): T | undefined {
    let taken: T | undefined;
    this.turns.take((owner, lines) => {
      taken = lines.take((line) => mayHave(owner, line));
      if (lines.size === 0) this.linesOf.delete(owner);
      return taken !== undefined;
    });
    return taken;
  }
}
