import { Tally } from '#domain/kernel/tally';

/** How many are let in at a time, of all clients together and of one. */
export interface AdmissionLimits {
  readonly total: number;
  readonly perClient: number;
}

type Start = () => void;

/**
 * Lets so many in at a time. Who comes later waits: clients in turn, each client's own in the order in which they came. As
 * no client may fill all places, one that sends more than the server can do makes itself wait, not the others.
 */
export class AdmissionQueue {
  private admitted = 0;
  private readonly admittedOf = new Tally();
  /** Clients in the order of their turns; none is here without somebody waiting. */
  private readonly waiting = new Map<string, Set<Start>>();

  constructor(private readonly limits: AdmissionLimits) {}

  /** Calls `start`, each time another function, now or later. */
  enter(client: string, start: Start): void {
    if (!this.waiting.has(client) && this.hasRoomFor(client)) this.admit(client, start);
    else this.queueOf(client).add(start);
  }

  /** To be called once for each that entered: when what it started is over, or it does not want to wait any longer. */
  leave(client: string, start: Start): void {
    const queue = this.waiting.get(client);
    if (queue?.delete(start)) {
      if (queue.size === 0) this.waiting.delete(client);
      return;
    }
    this.admitted -= 1;
    this.admittedOf.remove(client);
    this.admitNext();
  }

  private admitNext(): void {
    for (const [client, queue] of this.waiting) {
      if (!this.hasRoomFor(client)) continue;
      const [start] = queue;
      queue.delete(start!);
      this.waiting.delete(client);
      if (queue.size > 0) this.waiting.set(client, queue);
      this.admit(client, start!);
      return;
    }
  }

  private admit(client: string, start: Start): void {
    this.admitted += 1;
    this.admittedOf.add(client);
    start();
  }

  private hasRoomFor(client: string): boolean {
    const { total, perClient } = this.limits;
    return this.admitted < total && this.admittedOf.of(client) < perClient;
  }

  private queueOf(client: string): Set<Start> {
    let queue = this.waiting.get(client);
    if (queue === undefined) this.waiting.set(client, (queue = new Set()));
    return queue;
  }
}
