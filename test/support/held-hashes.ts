/** Lets a suite decide when hashes of passwords are made, and tells what for and in which order. */
import { performance } from 'node:perf_hooks';
import { PasswordHasher } from '#application/ports/password-hasher';
import { BcryptThread, type Done } from '#server/infrastructure/crypto/bcrypt-thread';
import type { PasswordJob } from '#server/infrastructure/crypto/password-queue';
import { eventually } from './eventually';
import type { TestServer } from './server';

export interface HeldHashes {
  /** Of the hashes that were begun, in their order: `make` for a new password, `compare` for one that somebody logs in with. */
  readonly begun: readonly ('make' | 'compare')[];
  /** What was begun meanwhile is done now, and everything that comes later at once. */
  release(): void;
}

/** However busy the machine is that the suite runs on. A rest that has begun goes on. */
export function neverRest(): void {
  jest.spyOn(performance, 'eventLoopUtilization').mockReturnValue({ utilization: 0, active: 0, idle: 1 });
}

/** From now on what is begun stays undone until it is released. As no hash ends, no second one begins. */
export function holdHashes(): HeldHashes {
  const begun: ('make' | 'compare')[] = [];
  const held: (() => void)[] = [];
  let isHeld = true;
  neverRest();
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

/** Runs calls that need a hash each. The first hash is made when every call waits for one or is answered without. */
export async function hashTogether<T>(
  { app }: Pick<TestServer, 'app'>,
  calls: readonly (() => Promise<T>)[],
): Promise<T[]> {
  const hasher = app.get(PasswordHasher, { strict: false });
  let waiting = 0;
  let answered = 0;
  const counted = <A extends unknown[], R>(work: (...given: A) => Promise<R>): ((...given: A) => Promise<R>) => {
    return (...given) => {
      waiting += 1;
      return work(...given).finally(() => (waiting -= 1));
    };
  };
  const [hash, verify] = [counted(hasher.hash.bind(hasher)), counted(hasher.verify.bind(hasher))];
  jest.spyOn(hasher, 'hash').mockImplementation(hash);
  jest.spyOn(hasher, 'verify').mockImplementation(verify);
  const held = holdHashes();
  const answers = Promise.all(calls.map((call) => call().finally(() => (answered += 1))));
  try {
    await eventually(() => waiting + answered >= calls.length);
  } finally {
    held.release();
  }
  return answers.finally(() => jest.restoreAllMocks());
}
