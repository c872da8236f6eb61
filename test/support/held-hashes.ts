/** Lets a suite decide when hashes of passwords are made, and tells what for and in which order. */
import { performance } from 'node:perf_hooks';
import { BcryptThread, type Done } from '#server/infrastructure/crypto/bcrypt-thread';
import type { PasswordJob } from '#server/infrastructure/crypto/password-queue';

export interface HeldHashes {
  /** Of the hashes that were begun, in their order: `make` for a new password, `compare` for one that somebody logs in with. */
  readonly begun: readonly ('make' | 'compare')[];
  /** What was begun meanwhile is done now, and everything that comes later at once. */
  release(): void;
}

/** From now on what is begun stays undone until it is released. As no hash ends, no second one begins. */
export function holdHashes(): HeldHashes {
  const begun: ('make' | 'compare')[] = [];
  const held: (() => void)[] = [];
  let isHeld = true;
  // However busy the machine is that the suite runs on.
  jest.spyOn(performance, 'eventLoopUtilization').mockReturnValue({ utilization: 0, active: 0, idle: 1 });
  const run = Object.getOwnPropertyDescriptor(BcryptThread.prototype, 'run')!.value as BcryptThread['run'];
  jest.spyOn(BcryptThread.prototype, 'run').mockImplementation(function (
    this: BcryptThread,
    job: PasswordJob,
    done: Done,
  ) {
    begun.push(job.hash === null ? 'make' : 'compare');
    if (isHeld) held.push(() => run.call(this, job, done));
    else run.call(this, job, done);
  });
  return {
    begun,
    release() {
      isHeld = false;
      for (const go of held.splice(0)) go();
    },
  };
}
