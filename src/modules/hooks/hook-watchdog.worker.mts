/** The thread of hook-watchdog.ts. It writes by itself: the streams and the log belong to the thread that it watches. */
import { writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';

interface WorkerData {
  readonly cells: Int32Array;
  readonly format: 'json' | 'console';
  readonly output: number;
  /** The file of the server's clock. */
  readonly clock: string;
}

interface Introduction {
  readonly number: number;
  readonly name: string;
}

const LOOK_MS = 100;
const LONG_MS = 1000;
/** As hook-watchdog.ts lays them out. */
const BEATS = 0;
const INSIDE = 1;
const WAITING = 2;

const { cells, format, output, clock } = workerData as WorkerData;
const { systemClock } = (await import(clock)) as typeof import('#domain/kernel/clock');
const names: string[] = [];
let beats = Atomics.load(cells, BEATS);
let since = performance.now();
let looked = since;
let hasTold = false;

parentPort?.on('message', ({ number, name }: Introduction) => {
  names[number] = name;
});
setInterval(look, LOOK_MS);

function look(): void {
  const now = performance.now();
  // A process that was stopped as a whole was not kept from anything by a hook.
  const slept = now - looked > LONG_MS / 2;
  looked = now;
  const current = Atomics.load(cells, BEATS);
  if (current !== beats || slept) {
    beats = current;
    since = now;
    hasTold = false;
  } else if (!hasTold && now - since > LONG_MS) {
    hasTold = true;
    report(now - since);
  }
}

/** Nothing where no hook is under way: then it is no hook's doing. */
function report(milliseconds: number): void {
  const inside = Atomics.load(cells, INSIDE);
  const suspects = inside > 0 ? names.slice(inside - 1, inside) : names.filter((_, number) => isWaiting(number));
  if (suspects.length === 0) return;
  write(`${suspects.join(' or ')} has kept the server from doing anything else for ${Math.round(milliseconds)} ms`);
}

function isWaiting(number: number): boolean {
  return Atomics.load(cells, WAITING + number) > 0;
}

function write(message: string): void {
  const time = systemClock.iso();
  const line = format === 'json' ? JSON.stringify({ level: 'error', time, message }) : `[${time}] ERROR: ${message}`;
  writeSync(output, `${line}\n`);
}
