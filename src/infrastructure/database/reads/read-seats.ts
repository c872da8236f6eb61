import type { ReadConnection } from './read-connection';

/** A connection, and for whom it runs a statement. */
export interface Seat {
  readonly connection: ReadConnection;
  /** Also undefined while it is idle, or runs a statement of the system. */
  account: string | undefined;
  isStranger: boolean;
}

/** How many seats these may hold at a time. Where there are too few for all of them, each may have one. */
interface SeatLimits {
  readonly accounts: number;
  readonly oneAccount: number;
  readonly strangers: number;
  readonly strangersOfOne: number;
}

/**
 * The connections of the pool, and who may have one. Accounts leave one to the system, one account leaves one to the others,
 * and strangers leave one to the members: of their account, and all of them together to the members of all.
 */
export class ReadSeats {
  private readonly seats: readonly Seat[];
  private readonly idle: Seat[];
  private readonly limits: SeatLimits;
  /** Held by accounts. */
  private held = 0;

  constructor(connections: readonly ReadConnection[]) {
    this.seats = connections.map((connection) => ({ connection, account: undefined, isStranger: false }));
    this.idle = [...this.seats];
    this.limits = limitsOf(connections.length);
  }

  get areIdle(): boolean {
    return this.idle.length === this.seats.length;
  }

  /** The seat used last, so that under light load its page cache and prepared statements stay warm; undefined: none is idle. */
  take(account: string | undefined, isStranger: boolean): Seat | undefined {
    const seat = this.idle.pop();
    if (seat !== undefined) this.occupy(seat, account, isStranger);
    return seat;
  }

  occupy(seat: Seat, account: string | undefined, isStranger: boolean): void {
    seat.account = account;
    seat.isStranger = isStranger;
    if (account !== undefined) this.held += 1;
  }

  /** The seat is not idle yet: somebody who waits may get it. */
  leave(seat: Seat): void {
    if (seat.account !== undefined) this.held -= 1;
    seat.account = undefined;
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
    for (const seat of this.seats) {
      if (seat.account === undefined) continue;
      if (seat.account === account) ofAccount += 1;
      if (!seat.isStranger) continue;
      ofStrangers += 1;
      if (seat.account === account) ofItsStrangers += 1;
    }
    if (ofAccount >= limits.oneAccount) return false;
    return !isStranger || (ofStrangers < limits.strangers && ofItsStrangers < limits.strangersOfOne);
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
