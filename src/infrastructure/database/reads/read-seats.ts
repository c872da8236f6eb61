import type { ReadConnection } from './read-connection';

/** A connection, and for whom it runs a statement. */
export interface Seat {
  readonly connection: ReadConnection;
  /** Also undefined while it is idle, or runs a statement of the system. */
  account: string | undefined;
  isStranger: boolean;
  isTaken: boolean;
  /** Whether reads of the account took long when it got the connection. */
  isSlow: boolean;
  /** performance.now() when an account got it. */
  since: number;
}

/** After a connection could not be opened no other is tried for so long, as long as there are any that serve. */
const PAUSE_AFTER_FAILURE_MS = 1000;

/** A read that takes longer keeps others waiting noticeably. */
const SLOW_MS = 100;
/** What remains, with each later read, of the time that one took. */
const FADING = 0.7;
/** Accounts that are remembered, those that were slow last. */
const MOST_ACCOUNTS = 1000;

/** How many seats these may hold at a time. Where there are too few for all of them, each may have one. */
interface SeatLimits {
  readonly accounts: number;
  /** Also of all whose reads take long. */
  readonly oneAccount: number;
  readonly strangers: number;
  readonly strangersOfOne: number;
}

/**
 * The connections of the pool, and who may have one. Accounts leave one to the system, one account leaves one to the others, and
 * all accounts whose reads take long leave one to those whose reads do not. Strangers leave one to the members: of their account,
 * and all of them together to the members of all.
 */
export class ReadSeats {
  private readonly seats: readonly Seat[];
  private readonly idle: Seat[];
  private readonly limits: SeatLimits;
  private readonly paces = new ReadPaces();
  /** Held by accounts. */
  private held = 0;
  /** performance.now() from when on more connections may be opened. */
  private opensAgainAt = 0;

  constructor(connections: readonly ReadConnection[]) {
    this.seats = connections.map((connection) => {
      return { connection, account: undefined, isStranger: false, isTaken: false, isSlow: false, since: 0 };
    });
    this.idle = [...this.seats];
    this.limits = limitsOf(connections.length);
  }

  get areIdle(): boolean {
    return this.idle.length === this.seats.length;
  }

  /** The server can be reached, or that is being found out: somebody who waits will be served, or told. */
  get anyServes(): boolean {
    return this.seats.some(({ connection, isTaken }) => isTaken || connection.isOpen);
  }

  /**
   * The open seat used last, so that under light load its page cache and prepared statements stay warm, or else one that opens
   * its connection now; undefined: there is none to be had.
   */
  take(account: string | undefined, isStranger: boolean): Seat | undefined {
    const seat = this.idle.at(-1)?.connection.isOpen ? this.idle.pop() : this.takeAnother();
    if (seat !== undefined) this.occupy(seat, account, isStranger);
    return seat;
  }

  occupy(seat: Seat, account: string | undefined, isStranger: boolean): void {
    seat.account = account;
    seat.isStranger = isStranger;
    seat.isTaken = true;
    if (account === undefined) return;
    seat.isSlow = this.paces.isSlow(account);
    seat.since = performance.now();
    this.held += 1;
  }

  /** The seat is not idle yet: somebody who waits may get it. */
  leave(seat: Seat): void {
    if (seat.account !== undefined) {
      this.paces.charge(seat.account, performance.now() - seat.since);
      this.held -= 1;
    }
    seat.account = undefined;
    seat.isTaken = false;
    seat.isSlow = false;
  }

  /** A seat that was left can take the next statement. */
  mayGoOn(seat: Seat): boolean {
    return seat.connection.isOpen || this.mayOpen();
  }

  /** To be called when the connection of a seat could not be opened, so that others are asked first. */
  setBack(): void {
    this.opensAgainAt = performance.now() + PAUSE_AFTER_FAILURE_MS;
  }

  rest(seat: Seat): void {
    this.idle.push(seat);
  }

  mayHold(account: string, isStranger: boolean): boolean {
    const { limits } = this;
    // Whoever they are, they are not at their limit.
    if (this.held < limits.strangersOfOne) return true;
    if (this.held >= limits.accounts) return false;
    let ofAccount = 0;
    let ofStrangers = 0;
    let ofItsStrangers = 0;
    let ofSlow = 0;
    for (const seat of this.seats) {
      if (seat.account === undefined) continue;
      if (seat.account === account) ofAccount += 1;
      if (seat.isSlow) ofSlow += 1;
      if (!seat.isStranger) continue;
      ofStrangers += 1;
      if (seat.account === account) ofItsStrangers += 1;
    }
    if (ofAccount >= limits.oneAccount || (ofSlow >= limits.oneAccount && this.paces.isSlow(account))) return false;
    return !isStranger || (ofStrangers < limits.strangers && ofItsStrangers < limits.strangersOfOne);
  }

  private takeAnother(): Seat | undefined {
    const open = this.idle.findLastIndex(({ connection }) => connection.isOpen);
    if (open >= 0) return this.idle.splice(open, 1)[0];
    return this.mayOpen() ? this.idle.pop() : undefined;
  }

  private mayOpen(): boolean {
    return performance.now() >= this.opensAgainAt || !this.anyServes;
  }

  async close(): Promise<void> {
    await Promise.all(this.seats.map(({ connection }) => connection.close()));
  }
}

function limitsOf(seats: number): SeatLimits {
  const accounts = Math.max(1, seats - 1);
  const oneAccount = Math.max(1, accounts - 1);
  return { accounts, oneAccount, strangers: oneAccount, strangersOfOne: Math.max(1, oneAccount - 1) };
}

/** Which accounts' reads take long, as far as lately seen: the longest counts most. Of quick accounts nothing is kept. */
class ReadPaces {
  private readonly milliseconds = new Map<string, number>();

  isSlow(account: string): boolean {
    return this.milliseconds.has(account);
  }

  /** How long a read of the account had its connection. */
  charge(account: string, milliseconds: number): void {
    const before = this.milliseconds.get(account);
    if (before === undefined && milliseconds <= SLOW_MS) return;
    const pace = Math.max(milliseconds, (before ?? 0) * FADING);
    this.milliseconds.delete(account);
    if (pace <= SLOW_MS) return;
    this.milliseconds.set(account, pace);
    if (this.milliseconds.size > MOST_ACCOUNTS) this.milliseconds.delete(this.milliseconds.keys().next().value!);
  }
}
