import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Logger } from '@nestjs/common';
import type { Hook } from '#domain/hooks/hook';
import { nameOfHook } from './name-of-hook';

/** The file next to this one, compiled like it: .mjs in dist, .mts (which Node runs as it is) in the sources. */
const WORKER_FILE = join(__dirname, `hook-watchdog.worker${extname(__filename) === '.ts' ? '.mts' : '.mjs'}`);
const BEAT_MS = 100;
/** Hooks that are told apart; any further ones are reported as the last of these. */
const MAX_HOOKS = 1024;
/** The layout of the shared cells, which the thread reads: how often this process went round, who is inside, who waits. */
const BEATS = 0;
const INSIDE = 1;
const WAITING = 2;

interface WatchdogOptions {
  readonly format: 'json' | 'console';
  /** A descriptor for the thread's lines; standard error by default. */
  readonly output?: number;
}

/**
 * Names the hook that blocks this process while it does so: the main thread can then report nothing, so a
 * second one looks at the memory that the two share. It costs 7 MB and is started with the first handler.
 */
export class HookWatchdog {
  private readonly logger = new Logger('Hooks');
  private readonly cells = new Int32Array(new SharedArrayBuffer((WAITING + MAX_HOOKS) * Int32Array.BYTES_PER_ELEMENT));
  private readonly numbers = new Map<string, number>();
  private worker: Worker | null = null;
  private beat: NodeJS.Timeout | undefined;

  constructor(private readonly options: WatchdogOptions) {}

  /** What the handler returns; throws what it throws. A handler may be called within another one's `next()`. */
  watch(hook: Hook, handler: () => unknown): unknown {
    const outer = Atomics.exchange(this.cells, INSIDE, this.numberOf(hook) + 1);
    try {
      return handler();
    } finally {
      Atomics.store(this.cells, INSIDE, outer);
    }
  }

  /** The handler has returned a promise. */
  waits(hook: Hook): void {
    Atomics.add(this.cells, WAITING + this.numberOf(hook), 1);
  }

  /** The promise is settled. */
  ended(hook: Hook): void {
    Atomics.sub(this.cells, WAITING + this.numberOf(hook), 1);
  }

  async close(): Promise<void> {
    clearInterval(this.beat);
    await this.worker?.terminate();
  }

  private numberOf(hook: Hook): number {
    return this.numbers.get(hook.id) ?? this.introduce(hook);
  }

  private introduce(hook: Hook): number {
    const number = Math.min(this.numbers.size, MAX_HOOKS - 1);
    this.numbers.set(hook.id, number);
    this.worker ??= this.start();
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
    this.worker.postMessage({ number, name: nameOfHook(hook) });
    return number;
  }

  private start(): Worker {
    this.beat = setInterval(() => Atomics.add(this.cells, BEATS, 1), BEAT_MS).unref();
    const { format, output = process.stderr.fd } = this.options;
    const worker = new Worker(WORKER_FILE, {
      workerData: { cells: this.cells, format, output, clock: require.resolve('#domain/kernel/clock') },
      execArgv: [],
    });
    worker.on('error', (error) => this.logger.error('The watchdog of hooks failed', String(error)));
    worker.unref();
    return worker;
  }
}
