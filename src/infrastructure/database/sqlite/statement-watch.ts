/** Something whose running statement can be stopped. */
export interface Watched {
  /** performance.now() when its statement began, which no change of the wall clock moves; 0 when none runs. */
  readonly runningSince: number;
  interrupt(): void;
}

const SWEEP_MS = 100;

/**
 * Stops statements that run too long. One sweep looks at all connections ten times a second, because a timer per
 * statement would cost the hot path more than the statement's own bookkeeping.
 */
export class StatementWatch {
  private readonly watched = new Set<Watched>();
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly timeoutMs: number) {}

  add(watched: Watched): void {
    this.watched.add(watched);
    this.timer ??= setInterval(() => this.sweep(), SWEEP_MS).unref();
  }

  remove(watched: Watched): void {
    this.watched.delete(watched);
    if (this.watched.size > 0 || this.timer === null) return;
    clearInterval(this.timer);
    this.timer = null;
  }

  private sweep(): void {
    const latest = performance.now() - this.timeoutMs;
    for (const watched of this.watched) {
      if (watched.runningSince !== 0 && watched.runningSince < latest) watched.interrupt();
    }
  }
}
