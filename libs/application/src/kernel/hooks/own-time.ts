/** How long a handler itself takes, without the handlers that it waits for. */
import type { Clock } from '#domain/kernel/clock';

interface Limit {
  readonly milliseconds: number;
  /** Called once, when the handler itself has taken that long. */
  readonly over: () => void;
}

export class OwnTime {
  private spent = 0;
  /** null: it waits for others, or has ended. */
  private since: number | null = null;
  private waits = 0;
  private hasEnded = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly limit: Limit | null = null,
  ) {
    this.go();
  }

  /** The time until `work` is done does not count as the handler's. */
  async without(work: () => Promise<void>): Promise<void> {
    this.waits += 1;
    this.halt();
    try {
      await work();
    } finally {
      this.waits -= 1;
      if (this.waits === 0 && !this.hasEnded) this.go();
    }
  }

  /** In milliseconds. */
  end(): number {
    this.hasEnded = true;
    this.halt();
    return this.spent;
  }

  private go(): void {
    this.since = this.clock.now();
    if (this.limit !== null) this.timer = setTimeout(this.limit.over, this.limit.milliseconds - this.spent);
  }

  private halt(): void {
    if (this.since === null) return;
    this.spent += this.clock.now() - this.since;
    this.since = null;
    clearTimeout(this.timer);
  }
}
