import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';

/** The thread's file lies beside this one, compiled like it: .mjs in dist, .mts (which Node runs as it is) in the sources. */
const WORKER_FILE = join(__dirname, extname(__filename) === '.ts' ? 'bcrypt.worker.mts' : 'bcrypt.worker.mjs');

/** A thread without work costs 5 MB, starting one 15 ms, and people log in seldom. */
const IDLE_MS = 10_000;

type Result = string | boolean;

interface Reply {
  readonly id: number;
  readonly result?: Result;
  readonly error?: string;
}

interface Waiting {
  readonly resolve: (result: Result) => void;
  readonly reject: (error: Error) => void;
}

/** One thread that computes bcrypt hashes in order. It is started when there is work and ends when there is none for a while. */
export class BcryptWorker {
  private worker: Worker | null = null;
  private idle: NodeJS.Timeout | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;

  /** Jobs given and not answered yet. */
  get load(): number {
    return this.waiting.size;
  }

  /** Resolves with the hash, or, when one is given, with whether the password matches it. */
  run(password: string, hash: string | null): Promise<Result> {
    clearTimeout(this.idle);
    const worker = (this.worker ??= this.start());
    const id = (this.lastId += 1);
    return new Promise((resolve, reject) => {
      // Only a thread that somebody waits for keeps the process alive.
      if (this.waiting.size === 0) worker.ref();
      this.waiting.set(id, { resolve, reject });
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
      worker.postMessage({ id, password, hash });
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
    worker.unref();
    return worker;
  }

  private settle(worker: Worker, { id, result, error }: Reply): void {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    if (this.waiting.size === 0) this.rest(worker);
    if (result === undefined) waiting?.reject(new Error(error));
    else waiting?.resolve(result);
  }

  private rest(worker: Worker): void {
    worker.unref();
    this.idle = setTimeout(() => {
      this.worker = null;
      void worker.terminate();
    }, IDLE_MS).unref();
  }

  private abandon(worker: Worker, error: Error): void {
    if (this.worker !== worker) return;
    this.worker = null;
    const abandoned = [...this.waiting.values()];
    this.waiting.clear();
    for (const { reject } of abandoned) reject(error);
  }
}
