import { FairQueue, type Ticket } from '#domain/kernel/fair-queue';
import { Tally } from '#domain/kernel/tally';

/** How many are let in at a time, of all clients together and of one. */
export interface AdmissionLimits {
  readonly total: number;
  readonly perClient: number;
}

/**
 * Lets so many in at a time. Whoever comes later waits: clients in turn, each client's own in the order in which they came.
 * As no client may fill all places, one that sends more than the server can do makes itself wait, not the others.
 */
export class Admission {
  private admitted = 0;
  private readonly admittedOf = new Tally();
  private readonly waiting = new FairQueue<Turn>();
  private isLettingIn = false;
  private readonly hasRoomFor = (client: string): boolean =>
    this.admitted < this.limits.total && this.admittedOf.of(client) < this.limits.perClient;
  private readonly letIn = (): void => {
    this.isLettingIn = false;
    for (let next = this.take(); next !== undefined; next = this.take()) next.start();
  };

  /** `later` defers: who is let in may leave at once, and would otherwise let the next one in on top of itself. */
  constructor(
    private readonly limits: AdmissionLimits,
    private readonly later: (task: () => void) => void = setImmediate,
  ) {}

  /** Starts what comes, now or later. */
  enter(turn: Turn): void {
    if (this.isLettingIn || this.waiting.has(turn.client) || !this.hasRoomFor(turn.client)) {
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
    this.admittedOf.remove(client);
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
    this.admittedOf.add(client);
  }
}

/** What somebody who comes has: a place inside, or one in the queue before it. */
export class Turn {
  /** undefined: inside. */
  ticket: Ticket<Turn> | undefined;
  private isOver = false;

  constructor(
    private readonly admission: Admission,
    readonly client: string,
    readonly start: () => void,
  ) {}

  /** Gives the place up, whichever it is: when it is not needed any longer. A second time does nothing. */
  leave(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.admission.leave(this);
  }
}
