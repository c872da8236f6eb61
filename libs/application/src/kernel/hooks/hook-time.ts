/**
 * How long what handlers hold can be used: until all handlers of the event are done, or their time has run out. In the second
 * case nothing is written any more either of what they have asked for and what still waits for its turn.
 */
import type { Deadline } from '#domain/kernel/request-context';

export class HookTime implements Deadline {
  private isOver = false;
  private hasRunOut = false;
  private controller: AbortController | undefined;

  /** `outer`: of what led to the event. */
  constructor(private readonly outer: Deadline | null = null) {}

  /** Aborted when the time is over; made only for those who ask. */
  get signal(): AbortSignal {
    this.controller ??= new AbortController();
    return this.controller.signal;
  }

  get passed(): Error | null {
    return this.hasRunOut ? over() : (this.outer?.passed ?? null);
  }

  assertRuns(): void {
    const passed = this.isOver ? over() : this.passed;
    if (passed !== null) throw passed;
  }

  /** All is done. */
  end(): void {
    this.isOver = true;
    this.controller?.abort(over());
  }

  /** It is not done, and nobody waits for it any longer. */
  runOut(): void {
    this.hasRunOut = true;
    this.end();
  }
}

function over(): Error {
  return new Error('The time of this hook is over');
}
