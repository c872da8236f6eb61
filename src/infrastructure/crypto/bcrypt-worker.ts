import { extname, join } from 'node:path';
import { performance, type EventLoopUtilization } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';

/**
 * The thread's file is next to this one, compiled like it: .mjs in dist, .mts (which Node runs as it is) in the
 * sources.
 */
const WORKER_FILE = join(__dirname, extname(__filename) === '.ts' ? 'bcrypt.worker.mts' : 'bcrypt.worker.mjs');

/** A thread without work costs 5 MB, starting one takes 15 ms, and people seldom log in. */
const IDLE_MS = 10_000;
/** A share of the event loop's time: where more of it is used, the server is asked for all that it can give. */
const BUSY = 0.8;
/** The thread rests this many times as long as a hash took beside a busy event loop. */
const RESTS = 4;

type Result = string | boolean;

interface Reply {
  readonly result?: Result;
  readonly error?: string;
}

interface Job {
  readonly password: string;
  readonly hash: string | null;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: Error) => void;
}

interface Begun extends Job {
  /** The main thread's utilization at the start. */
  readonly loop: EventLoopUtilization;
}

/**
 * One thread that computes bcrypt hashes in order, and rests between them while requests need the cores. It is started when
 * there is work and ends when there is none for a while.
 */
export class BcryptWorker {
  private worker: Worker | null = null;
  private current: Begun | null = null;
  private readonly queue: Job[] = [];
  private rest: NodeJS.Timeout | undefined;
  private idle: NodeJS.Timeout | undefined;

  /** Jobs that are not answered yet. */
  get load(): number {
    return this.queue.length + (this.current ? 1 : 0);
  }

  /** Resolves with the hash, or, when one is given, with whether the password matches it. */
  run(password: string, hash: string | null): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.queue.push({ password, hash, resolve, reject });
      if (!this.current && !this.rest) this.next();
    });
  }

  async stop(): Promise<void> {
    clearTimeout(this.idle);
    await this.worker?.terminate();
  }

  private start(): Worker {
    const worker = new Worker(WORKER_FILE);
    worker.on('message', (reply: Reply) => this.settle(worker, reply));
    worker.on('error', (error) =>
      this.abandon(worker, error instanceof Error ? error : new Error('The thread failed')),
    );
    worker.on('exit', () => this.abandon(worker, new Error('The password thread ended')));
    return worker;
  }

  private next(): void {
    this.rest = undefined;
    const job = this.queue.shift();
    clearTimeout(this.idle);
    if (!job) {
      this.idle = setTimeout(() => this.end(), IDLE_MS).unref();
      return;
    }
    const worker = (this.worker ??= this.start());
    // Only a thread that somebody waits for keeps the process alive.
    worker.ref();
    this.current = { ...job, loop: performance.eventLoopUtilization() };
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
    worker.postMessage({ password: job.password, hash: job.hash });
  }

  private settle(worker: Worker, { result, error }: Reply): void {
    const { resolve, reject, loop } = this.current!;
    this.current = null;
    worker.unref();
    const { utilization, active, idle } = performance.eventLoopUtilization(loop);
    if (utilization > BUSY) this.rest = setTimeout(() => this.next(), (active + idle) * RESTS);
    else this.next();
    if (result === undefined) reject(new Error(error));
    else resolve(result);
  }

  private end(): void {
    void this.worker?.terminate();
    this.worker = null;
  }

  private abandon(worker: Worker, error: Error): void {
    if (this.worker !== worker) return;
    this.worker = null;
    clearTimeout(this.rest);
    this.rest = undefined;
    const abandoned = [...(this.current ? [this.current] : []), ...this.queue.splice(0)];
    this.current = null;
    for (const { reject } of abandoned) reject(error);
  }
}
