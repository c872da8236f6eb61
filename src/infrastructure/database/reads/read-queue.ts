import { Fifo } from './fifo';

/** Beyond these a caller waited longer than anybody listens, and the statements themselves would fill the memory. */
const WAITING_PER_OWNER = 1000;
const WAITING_IN_ALL = 10_000;

interface Owned {
  /** undefined: a read of the system itself. */
  readonly owner: string | undefined;
}

interface Line<T extends Owned> {
  readonly owner: string;
  readonly waiting: Fifo<T>;
}

/**
 * What waits for a connection: the system's own reads first, without limit, because every request needs them and they are
 * short; then the owners in turn, one read each, so that nobody waits longer because another owner asked for much.
 */
export class ReadQueue<T extends Owned> {
  private readonly system = new Fifo<T>();
  private readonly lines = new Map<string, Line<T>>();
  /** Each line once. */
  private readonly turns = new Fifo<Line<T>>();
  private owned = 0;

  /** false: too many wait already. */
  add(item: T): boolean {
    const { owner } = item;
    if (owner === undefined) {
      this.system.push(item);
      return true;
    }
    let line = this.lines.get(owner);
    if (this.owned >= WAITING_IN_ALL || (line !== undefined && line.waiting.size >= WAITING_PER_OWNER)) return false;
    if (line === undefined) {
      line = { owner, waiting: new Fifo() };
      this.lines.set(owner, line);
      this.turns.push(line);
    }
    line.waiting.push(item);
    this.owned += 1;
    return true;
  }

  /** The next one whose owner may run; undefined: there is none. */
  take(mayRun: (owner: string) => boolean): T | undefined {
    const first = this.system.shift();
    if (first !== undefined) return first;
    for (let left = this.turns.size; left > 0; left -= 1) {
      const line = this.turns.shift()!;
      if (mayRun(line.owner)) return this.takeFrom(line);
      this.turns.push(line);
    }
    return undefined;
  }

  private takeFrom(line: Line<T>): T {
    const item = line.waiting.shift()!;
    this.owned -= 1;
    if (line.waiting.size === 0) this.lines.delete(line.owner);
    else this.turns.push(line);
    return item;
  }
}
