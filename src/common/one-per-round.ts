import { setImmediate as nextRound } from 'node:timers/promises';

/** Lets one through in each round of the event loop, in the order in which they came, so that others are served between them. */
export class OnePerRound {
  private last: Promise<unknown> = Promise.resolve();

  next(): Promise<unknown> {
    this.last = this.last.then(() => nextRound());
    return this.last;
  }
}
