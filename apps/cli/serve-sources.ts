import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Of the checkout; this file is in its dist/apps/cli. */
const ROOT = join(__dirname, '..', '..', '..');
const RUNNER = join(ROOT, 'scripts', 'run-sources.mjs');
const WATCHED = ['src', 'apps', 'libs'].map((folder) => join(ROOT, folder));

/**
 * Runs `snackbase <words>` in Node's watch mode, with the flags of this process: a change of a source stops it, builds, and
 * starts it again. Resolves with its exit code when it has been told to stop.
 */
export async function serveSources(words: readonly string[]): Promise<number> {
  if (!WATCHED.every((folder) => existsSync(folder))) {
    throw new Error('--watch needs the sources of the server, which are not here');
  }
  const flags = ['--watch', '--watch-preserve-output', ...WATCHED.map((folder) => `--watch-path=${folder}`)];
  const watcher = spawn(process.execPath, [...flags, ...process.execArgv, RUNNER, ...words], { stdio: 'inherit' });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => watcher.kill(signal));
  const [code] = (await once(watcher, 'exit')) as [number | null];
  return code ?? 1;
}
