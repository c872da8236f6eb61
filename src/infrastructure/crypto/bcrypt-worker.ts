import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';

/** The thread's file lies beside this one, compiled like it: .mjs in dist, .mts (which Node runs as it is) in the sources. */
const WORKER_FILE = join(__dirname, extname(__filename) === '.ts' ? 'bcrypt.worker.mts' : 'bcrypt.worker.mjs');

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

/** One thread that computes bcrypt hashes in order. It is started with its first job and again after it died. */
export class BcryptWorker {
  private worker: Worker | null = null;
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;

  /** Jobs given and not answered yet. */
  get load(): number {
    return this.waiting.size;
  }

  /** Resolves with the hash, or, when one is given, with whether the password matches it. */
  run(password: string, hash: string | null): Promise<Result> {
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
    if (this.waiting.size === 0) worker.unref();
    if (result === undefined) waiting?.reject(new Error(error));
    else waiting?.resolve(result);
  }

  private abandon(worker: Worker, error: Error): void {
    if (this.worker !== worker) return;
    this.worker = null;
    const abandoned = [...this.waiting.values()];
    this.waiting.clear();
    for (const { reject } of abandoned) reject(error);
  }
}
