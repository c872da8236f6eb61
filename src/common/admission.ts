import { FairQueue } from '#domain/kernel/fair-queue';
import { Tally } from '#domain/kernel/tally';

/** How many are let in at a time, of all clients together and of one. */
export interface AdmissionLimits {
  readonly total: number;
  readonly perClient: number;
}

type Start = () => void;

/**
 * Lets so many in at a time. Whoever comes later waits: clients in turn, each client's own in the order in which they came.
 * As no client may fill all places, one that sends more than the server can do makes itself wait, not the others.
 */
export class Admission {
  private admitted = 0;
  private readonly admittedOf = new Tally();
  private readonly waiting = new FairQueue<Start>();
  private readonly hasRoomFor = (client: string): boolean =>
    this.admitted < this.limits.total && this.admittedOf.of(client) < this.limits.perClient;

  constructor(private readonly limits: AdmissionLimits) {}

  /**
   * Calls `start` now or later. What it returns is to be called once: when what was started is over, or when nobody wants to
   * wait for it any longer.
   */
  enter(client: string, start: Start): () => void {
    if (!this.waiting.has(client) && this.hasRoomFor(client)) {
      this.occupy(client);
      start();
      return () => this.leave(client);
    }
    let isWaiting = true;
    const ticket = this.waiting.add(client, () => {
      isWaiting = false;
      this.occupy(client);
      start();
    })!;
    return () => {
      if (isWaiting) this.waiting.withdraw(ticket);
      else this.leave(client);
    };
  }

  private occupy(client: string): void {
    this.admitted += 1;
    this.admittedOf.add(client);
  }

  private leave(client: string): void {
    this.admitted -= 1;
    this.admittedOf.remove(client);
    this.waiting.take(this.hasRoomFor)?.();
  }
}
