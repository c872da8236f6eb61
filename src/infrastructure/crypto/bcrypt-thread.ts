import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { PasswordJob, PasswordResult } from './password-queue';

/** The thread's file lies beside this one, compiled like it: .mjs in dist, .mts (which Node runs as it is) in the sources. */
const WORKER_FILE = join(__dirname, extname(__filename) === '.ts' ? 'bcrypt.worker.mts' : 'bcrypt.worker.mjs');

/** A thread without work costs 9 MB, starting one 15 ms, and people log in seldom. */
const IDLE_MS = 2_000;

interface Reply {
  readonly result?: PasswordResult;
  readonly error?: string;
}

export type Done = (outcome: PasswordResult | Error) => void;

/** One thread, which computes one hash at a time. It ends when there is no work for a while. */
export class BcryptThread {
  private readonly worker: Worker;
  private done: Done | null = null;
  private idle: NodeJS.Timeout | undefined;

  /** `cost`: of the hashes that it makes. `ended`: it takes no more work. Told more than once, if need be. */
  constructor(
    cost: number,
    private readonly ended: (thread: BcryptThread) => void,
  ) {
    this.worker = new Worker(WORKER_FILE, { workerData: { cost } });
    this.worker.on('message', (reply: Reply) => this.settle(reply));
    this.worker.on('error', (error) => this.abandon(error instanceof Error ? error : new Error('The thread failed')));
    this.worker.on('exit', () => this.abandon(new Error('The password thread ended')));
  }

  run({ password, hash }: PasswordJob, done: Done): void {
    clearTimeout(this.idle);
    this.done = done;
    // Only a thread that somebody waits for keeps the process alive.
    this.worker.ref();
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
    this.worker.postMessage({ password, hash });
  }

  async stop(): Promise<void> {
    clearTimeout(this.idle);
    this.ended(this);
    await this.worker.terminate();
  }

  private settle({ result, error }: Reply): void {
    this.worker.unref();
    this.idle = setTimeout(() => void this.stop(), IDLE_MS).unref();
    this.tell(result ?? new Error(error));
  }

  private abandon(error: Error): void {
    clearTimeout(this.idle);
    this.ended(this);
    this.tell(error);
  }

  private tell(outcome: PasswordResult | Error): void {
    const { done } = this;
    this.done = null;
    done?.(outcome);
  }
}
