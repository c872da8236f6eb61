import { setImmediate as nextRound, setTimeout as sleep } from 'node:timers/promises';

/**
 * Lets large bodies through one at a time, in the order in which they came, and rests after each for as long as it kept the
 * event loop: what others ask for takes several rounds of the loop, and would otherwise meet a large body in each of them.
 */
export class LargeBodies {
  private free: Promise<unknown> = Promise.resolve();

  /** `pause`: resolves after so many milliseconds. */
  constructor(private readonly pause: (milliseconds: number) => Promise<unknown> = sleep) {}

  /** Resolves when it is the caller's turn; its work ends with the round of the event loop. */
  turn(): Promise<unknown> {
    const { free } = this;
    this.free = free.then(() => this.rest());
    return free;
  }

  private async rest(): Promise<void> {
    const began = performance.now();
    await nextRound();
    await this.pause(performance.now() - began);
  }
}
