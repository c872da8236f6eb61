import { type ChildProcess, spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { dirname, join } from 'node:path';

/** A build writes many files; the restart waits until it is quiet for as long. */
const QUIET_MS = 300;
/** apps/cli in the build. */
const BUILD = join(dirname(__dirname), '..');

/** Runs `node <args>` and starts it anew after each change of the build, until the process is told to stop. */
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
  const watcher = watch(BUILD, { recursive: true }, () => {
    clearTimeout(quiet);
    quiet = setTimeout(() => void restart(), QUIET_MS);
  });
  const signal = await new Promise<NodeJS.Signals>((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });
  watcher.close();
  clearTimeout(quiet);
  await stop(child, signal);
}

function start(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, args, { stdio: 'inherit' });
}

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await ended;
}
