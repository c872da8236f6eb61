import { FairLines } from '#domain/kernel/fair-lines';
import { LinkedList } from '#domain/kernel/linked-list';

/** Beyond these, callers would wait longer than anybody listens, and the statements themselves would fill the memory. */
const MAX_WAITING = { perLine: 1000, total: 10_000 };
const MAX_STRANGERS_WAITING = MAX_WAITING.total / 2;
const LINES = { members: 'members', strangers: 'strangers' };

interface Waiting {
  readonly account: string | undefined;
  readonly isStranger: boolean;
}

/**
 * Statements that wait for a connection. The system's own come first, without limit: every request needs them, and they are
 * short. Then accounts take turns, and within an account its members and strangers do.
 */
export class ReadQueue<T extends Waiting> {
  private readonly system = new LinkedList<T>();
  private readonly owned = new FairLines<T>(MAX_WAITING);
  private strangers = 0;
  /** How many wait. Kept, so that a release with nobody waiting asks nothing else. */
  size = 0;

  /** false: too many wait already. Strangers never fill the places that members may wait in. */
  add(statement: T): boolean {
    const { account, isStranger } = statement;
    if (account === undefined) {
      this.system.push(statement);
      this.size += 1;
      return true;
    }
    if (isStranger && this.strangers >= MAX_STRANGERS_WAITING) return false;
    const added = this.owned.add(account, isStranger ? LINES.strangers : LINES.members, statement);
    if (!added) return false;
    this.size += 1;
    if (isStranger) this.strangers += 1;
    return true;
  }

  take(mayRun: (account: string, isStranger: boolean) => boolean): T | undefined {
    const ofSystem = this.system.shift();
    const taken = ofSystem ?? this.owned.take((account, line) => mayRun(account, line === LINES.strangers));
    if (taken === undefined) return undefined;
    this.size -= 1;
    if (ofSystem === undefined && taken.isStranger) this.strangers -= 1;
    return taken;
  }
}
