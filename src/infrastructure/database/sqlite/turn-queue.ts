interface Ask {
  readonly asker: number;
  readonly turn: number;
}

/** Hands one turn out at a time, first come, first served. */
export class TurnQueue {
  private holder: Ask | null = null;
  private waiting: Ask[] = [];
  private seen: Ask | null = null;

  constructor(private readonly grant: (asker: number, turn: number) => void) {}

  /** Also ends the asker's earlier request: if it gave that turn back, the message was lost. */
  ask(asker: number, turn: number): void {
    this.waiting = this.waiting.filter((other) => other.asker !== asker);
    this.waiting.push({ asker, turn });
    if (this.holder === null || this.holder.asker === asker) this.next();
  }

  /** The asker holds no turn and waits for none any more: it is done, gave up waiting, or died. */
  leave(asker: number): void {
    this.waiting = this.waiting.filter((other) => other.asker !== asker);
    if (this.holder?.asker === asker) this.next();
  }

  /** To be called regularly: an asker that has held the turn since the call before loses it. */
  sweep(): void {
    if (this.holder !== null && this.holder === this.seen) this.next();
    this.seen = this.holder;
  }

  private next(): void {
    this.holder = this.waiting.shift() ?? null;
    if (this.holder !== null) this.grant(this.holder.asker, this.holder.turn);
  }
}
