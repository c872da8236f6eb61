import { type EventLoopUtilization, performance } from 'node:perf_hooks';
import { BcryptThread } from './bcrypt-thread';
import type { PasswordJob, PasswordQueue } from './password-queue';

/** Of the event loop's time: where more of it is used, the server is asked for all that it can give. */
const BUSY = 0.8;
/** How many times as long as a hash took beside a busy event loop the threads leave the cores to the requests. */
const RESTS = 5;
/** Where other processes keep the cores busy a hash takes long, and resting as much longer would leave nobody in. */
const LONGEST_REST_MS = 1000;

/**
 * Threads that take passwords from the queue: beside an idle event loop as many as there may be; beside a busy one a single
 * thread, which rests after each hash. How busy the loop is shows while a hash is made, so the first one is made alone.
 */
export class BcryptThreads {
  private readonly threads = new Set<BcryptThread>();
  /** Without work. The last one that had some is the next one to get it, so that the others come to their end. */
  private spare: BcryptThread[] = [];
  private running = 0;
  private mayRun = 1;
  private rest: NodeJS.Timeout | undefined;

  constructor(
    private readonly queue: PasswordQueue,
    private readonly most: number,
    private readonly cost: number,
  ) {}

  /** Begins what waits, as far as threads may run now. */
  wake(): void {
    while (this.rest === undefined && this.running < this.mayRun) {
      const job = this.queue.take();
      if (job === undefined) return;
      this.begin(job);
    }
  }

  /** Also ends everything that waits. Threads that later work needs are started anew. */
  async stop(): Promise<void> {
    clearTimeout(this.rest);
    this.rest = undefined;
    for (let job = this.queue.take(); job !== undefined; job = this.queue.take()) {
      job.reject(new Error('The password threads ended'));
    }
    await Promise.all(Array.from(this.threads, (thread) => thread.stop()));
  }

  private begin(job: PasswordJob): void {
    const thread = this.spare.pop() ?? this.start();
    const before = performance.eventLoopUtilization();
    this.running += 1;
    thread.run(job, (outcome) => {
      this.running -= 1;
      if (this.threads.has(thread)) this.spare.push(thread);
      this.setPace(performance.eventLoopUtilization(before));
      this.wake();
      if (outcome instanceof Error) job.reject(outcome);
      else job.resolve(outcome);
    });
  }

  private setPace({ utilization, active, idle }: EventLoopUtilization): void {
    const isBusy = utilization > BUSY;
    // Where nothing is left to do, the next hash comes at a time of which nothing is known.
    const isLast = this.running === 0 && this.queue.size === 0;
    this.mayRun = isBusy || isLast ? 1 : this.most;
    if (isBusy) this.restFor(Math.min((active + idle) * RESTS, LONGEST_REST_MS));
  }

  private restFor(ms: number): void {
    clearTimeout(this.rest);
    this.rest = setTimeout(() => {
      this.rest = undefined;
      this.wake();
    }, ms);
  }

  private start(): BcryptThread {
    const thread = new BcryptThread(this.cost, (ended) => {
      this.threads.delete(ended);
      this.spare = this.spare.filter((other) => other !== ended);
    });
    this.threads.add(thread);
    return thread;
  }
}
