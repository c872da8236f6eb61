/** The greatest memory of processes, in MiB: their resident pages, those that they share with others included. */
import { readFileSync, writeFileSync } from 'node:fs';
import { Client } from 'pg';

const SAMPLE_MS = 100;
const KIBIBYTES = 1024;
/** Makes the kernel forget the greatest memory so far. */
const RESET_PEAK = '5';

/** Which processes there are at the moment. */
export type Pids = () => readonly string[];

export class PeakMemory {
  private readonly pids: Pids;
  private readonly field: string;
  private readonly timer: NodeJS.Timeout;
  private peak = 0;

  /** From now on. The kernel keeps exact peaks; where it may not be told to forget the former ones, samples stand in for them. */
  constructor(pids: Pids) {
    this.pids = pids;
    this.field = pids().every((pid) => resetPeak(pid)) ? 'VmHWM' : 'VmRSS';
    this.timer = setInterval(() => this.sample(), SAMPLE_MS);
  }

  stop(): number {
    clearInterval(this.timer);
    this.sample();
    return Math.round(this.peak / KIBIBYTES);
  }

  private sample(): void {
    for (const pid of this.pids()) this.peak = Math.max(this.peak, memoryOf(pid, this.field));
  }
}

function resetPeak(pid: string): boolean {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, RESET_PEAK);
    return true;
  } catch {
    return false;
  }
}

/** In KiB; 0 for a process that has ended. */
function memoryOf(pid: string, field: string): number {
  return Number(new RegExp(`${field}:\\s+(\\d+)`).exec(textOf(`/proc/${pid}/status`))?.[1] ?? 0);
}

/** Empty for a process that has ended. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** The processes of the PostgreSQL server, which has to run on this machine. */
export async function postgresProcesses(databaseUrl: string): Promise<Pids> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const parent = /PPid:\s+(\d+)/.exec(textOf(`/proc/${rows[0]!.pid}/status`))![1]!;
  await client.end();
  return () => textOf(`/proc/${parent}/task/${parent}/children`).split(' ').filter(Boolean);
}
