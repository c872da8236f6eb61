/**
 * Runs in a thread of its own. bcrypt's asynchronous functions would run on the pool that sqlite3 and file access use:
 * a burst of logins would then hold up everybody's queries.
 */
import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { compareSync, hashSync } from 'bcrypt';

// Behind the threads that answer requests, so that guesses cost nobody else's speed while there is work for all cores. The
// very lowest priority would leave log-ins next to nothing where other processes keep all cores busy. On Linux alone a
// priority is a thread's own; elsewhere it would be the whole process's.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

/** Of the hashes that are made here. */
const { cost } = workerData as { readonly cost: number };

interface Job {
  readonly password: string;
  /** null: make a hash; otherwise compare with it. */
  readonly hash: string | null;
}

function work({ password, hash }: Job): object {
  try {
    return { result: hash === null ? hashSync(password, cost) : compareSync(password, hash) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : 'bcrypt failed' };
  }
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
parentPort?.on('message', (job: Job) => parentPort?.postMessage(work(job)));
