import { type ChildProcess, spawn } from 'node:child_process';
import { unwatchFile, watchFile } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Every build writes this file. It is polled, because a build removes the folder first, and a watcher of the folder would
 * be lost with it.
 */
const WITNESS = join(dirname(dirname(__dirname)), 'src', 'main.js');
const POLL_MS = 500;
/** A build writes many files, and this one is not the last. */
const QUIET_MS = 1000;

/**
 * Runs `node <args>` with the flags of this process, and restarts it after each change of the build, until this process
 * is told to stop.
 */
export async function restartOnChange(args: readonly string[]): Promise<void> {
  let child = start(args);
  let quiet: NodeJS.Timeout | undefined;
  let restarting = false;

  const restart = async (): Promise<void> => {
    if (restarting) return;
    restarting = true;
    await stop(child, 'SIGTERM');
    child = start(args);
    restarting = false;
  };
  watchFile(WITNESS, { interval: POLL_MS }, ({ nlink }) => {
    clearTimeout(quiet);
    if (nlink > 0) quiet = setTimeout(() => void restart(), QUIET_MS);
  });
  const signal = await new Promise<NodeJS.Signals>((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });
  unwatchFile(WITNESS);
  clearTimeout(quiet);
  await stop(child, signal);
}

function start(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [...process.execArgv, ...args], { stdio: 'inherit' });
}

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await ended;
}
