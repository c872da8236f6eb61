import { FairQueue, type Ticket } from '#domain/kernel/fair-queue';

/** How many are let in at a time, for all clients together and for each one. */
export interface AdmissionLimits {
  readonly total: number;
  readonly perClient: number;
}

/**
 * Lets a limited number in at once. The others wait: clients in turn, each client's own in the order of their arrival.
 * As no client may fill all places, one that sends more than the server can do makes itself wait, not the others.
 */
export class Admission {
  private admitted = 0;
  /** A client that nothing is admitted of has no entry. */
  private readonly admittedOf = new Map<string, number>();
  private readonly waiting = new FairQueue<Turn>();
  private isLettingIn = false;
  private readonly hasRoomFor = (client: string): boolean =>
    this.admitted < this.limits.total && this.countOf(client) < this.limits.perClient;
  private readonly letIn = (): void => {
    this.isLettingIn = false;
    for (let next = this.take(); next !== undefined; next = this.take()) next.start();
  };

  /** `later` defers: a turn may be over as soon as it starts, and would otherwise start the next one inside itself. */
  constructor(
    private readonly limits: AdmissionLimits,
    private readonly later: (task: () => void) => void = setImmediate,
  ) {}

  /** Starts the turn, now or later. */
  enter(turn: Turn): void {
    const comesLater = this.isLettingIn || (this.waiting.size > 0 && this.waiting.has(turn.client));
    if (comesLater || !this.hasRoomFor(turn.client)) {
      turn.ticket = this.waiting.add(turn.client, turn);
      return;
    }
    this.occupy(turn);
    turn.start();
  }

  leave({ client, ticket }: Turn): void {
    if (ticket !== undefined) {
      this.waiting.withdraw(ticket);
      return;
    }
    this.admitted -= 1;
    const left = this.countOf(client) - 1;
    if (left === 0) this.admittedOf.delete(client);
    else this.admittedOf.set(client, left);
    if (this.isLettingIn || this.waiting.size === 0) return;
    this.isLettingIn = true;
    this.later(this.letIn);
  }

  private take(): Turn | undefined {
    const turn = this.waiting.take(this.hasRoomFor);
    if (turn === undefined) return undefined;
    turn.ticket = undefined;
    this.occupy(turn);
    return turn;
  }

  private occupy({ client }: Turn): void {
    this.admitted += 1;
    this.admittedOf.set(client, this.countOf(client) + 1);
  }

  private countOf(client: string): number {
    return this.admittedOf.get(client) ?? 0;
  }
}

/** A place inside, or one in the queue for it. */
export class Turn {
  /** undefined: inside. */
  ticket: Ticket<Turn> | undefined;
  private isOver = false;

  constructor(
    private readonly admission: Admission,
    readonly client: string,
    readonly start: () => void,
  ) {}

  /** Gives up the place, inside or in the queue, once it is no longer needed. A second call does nothing. */
  leave(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.admission.leave(this);
  }
}
