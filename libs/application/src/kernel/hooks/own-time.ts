/** How long a handler itself takes, without the handlers that it waits for. */
import type { Clock } from '#domain/kernel/clock';
import type { LateTimer, LateTimers } from './late-timers';

interface Limit {
  readonly timers: LateTimers;
  readonly milliseconds: number;
  readonly over: () => void;
}

export class OwnTime {
  private spent = 0;
  /** null: it waits for others, or has ended. */
  private since: number | null;
  private waits = 0;
  private hasEnded = false;
  private limit: Limit | null = null;
  private timer: LateTimer | undefined;

  constructor(private readonly clock: Clock) {
    this.since = clock.now();
  }

  /** `over` is called once, when the handler itself has taken that long. */
  limitTo(milliseconds: number, timers: LateTimers, over: () => void): void {
    this.limit = { timers, milliseconds, over };
    if (this.since !== null) this.timer = this.timerFor(this.limit, this.since);
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
    if (this.limit !== null) this.timer = this.timerFor(this.limit, this.since);
  }

  private timerFor({ timers, milliseconds, over }: Limit, since: number): LateTimer {
    return timers.at(since + milliseconds - this.spent, over);
  }

  private halt(): void {
    if (this.since === null) return;
    this.spent += this.clock.now() - this.since;
    this.since = null;
    this.timer?.clear();
  }
}
