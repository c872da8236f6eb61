/**
 * Timers that are only made if they are still wanted at the end of the present turn of the event loop: most handlers that
 * are waited for end within it.
 */
import type { Clock } from '#domain/kernel/clock';

export class LateTimer {
  private timer: NodeJS.Timeout | undefined;
  private isWanted = true;

  constructor(
    private readonly due: number,
    private readonly action: () => void,
  ) {}

  start(now: number): void {
    if (this.isWanted) this.timer = setTimeout(this.action, this.due - now);
  }

  clear(): void {
    this.isWanted = false;
    clearTimeout(this.timer);
  }
}

export class LateTimers {
  private waiting: LateTimer[] = [];

  constructor(private readonly clock: Clock) {}

  /** `due`: Unix milliseconds. */
  at(due: number, action: () => void): LateTimer {
    const timer = new LateTimer(due, action);
    if (this.waiting.push(timer) === 1) setImmediate(() => this.start());
    return timer;
  }

  private start(): void {
    const timers = this.waiting;
    this.waiting = [];
    const now = this.clock.now();
    for (const timer of timers) timer.start(now);
  }
}
