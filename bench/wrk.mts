/** Runs wrk (Debian package `wrk`) for one scenario and returns its rate; wrk is no Node client and takes one core at most. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface Load {
  readonly url: string;
  readonly token: string;
  readonly connections: number;
  readonly seconds: number;
  /** Each with a Lua state of its own; one unless given. */
  readonly threads?: number;
  /** Lua for wrk: sets wrk.method, wrk.body or defines request(). */
  readonly lua?: string;
}

export interface Result {
  readonly perSecond: number;
  /** 99th percentile, in milliseconds. */
  readonly p99: number;
  /** Answers outside 2xx and 3xx, and socket errors. */
  readonly failed: number;
}

const DONE = `
done = function(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("RESULT %d %d %d %d\\n", summary.requests, summary.duration, latency:percentile(99),
    errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
`;

export async function runWrk({ url, token, connections, seconds, threads = 1, lua = '' }: Load): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'snackbase-wrk-'));
  const script = join(folder, 'load.lua');
  const headers = `wrk.headers["Authorization"] = "Bearer ${token}"\nwrk.headers["Content-Type"] = "application/json"\n`;
  writeFileSync(script, headers + lua + DONE);
  const sizes = ['-t', String(threads), '-c', String(connections), '-d', `${seconds}s`];
  const { stdout } = await promisify(execFile)('wrk', [...sizes, '--timeout', '20s', '-s', script, url]);
  rmSync(folder, { recursive: true });
  const match = /RESULT (\d+) (\d+) (\d+) (\d+)/.exec(stdout);
  if (!match) throw new Error(`wrk said nothing to count:\n${stdout}`);
  const [requests, microseconds, p99, failed] = match.slice(1).map(Number) as [number, number, number, number];
  return { perSecond: Math.round(requests / (microseconds / 1e6)), p99: Math.round(p99 / 100) / 10, failed };
}
