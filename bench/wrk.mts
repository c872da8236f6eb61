/** Runs wrk (Debian package `wrk`) for one scenario and returns its rate; wrk is no Node client and takes one core at most. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Load {
  readonly url: string;
  readonly token: string;
  readonly connections: number;
  readonly seconds: number;
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

export function runWrk({ url, token, connections, seconds, lua = '' }: Load): Result {
  const script = join(mkdtempSync(join(tmpdir(), 'snackbase-wrk-')), 'load.lua');
  const headers = `wrk.headers["Authorization"] = "Bearer ${token}"\nwrk.headers["Content-Type"] = "application/json"\n`;
  writeFileSync(script, headers + lua + DONE);
  const output = execFileSync(
    'wrk',
    ['-t', '1', '-c', String(connections), '-d', `${seconds}s`, '--timeout', '20s', '-s', script, url],
    { encoding: 'utf8' },
  );
  const match = /RESULT (\d+) (\d+) (\d+) (\d+)/.exec(output);
  if (!match) throw new Error(`wrk said nothing to count:\n${output}`);
  const [requests, microseconds, p99, failed] = match.slice(1).map(Number) as [number, number, number, number];
  return { perSecond: Math.round(requests / (microseconds / 1e6)), p99: Math.round(p99 / 100) / 10, failed };
}
