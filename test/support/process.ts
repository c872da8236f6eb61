/** The built server as users run it, in a process of its own, for tests of crashes, signals and several processes. */
import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join, resolve } from 'node:path';
import type { TestDatabase } from './database';
import { environmentOf } from './environment';
import { eventually } from './eventually';

const ROOT = join(__dirname, '..', '..');
const RUN_TIMEOUT_MS = 60_000;
const PIPES: SpawnOptions = { stdio: ['ignore', 'pipe', 'pipe'] };

export interface ServerProcess {
  readonly url: string;
  readonly child: ChildProcess;
  /** Everything printed so far. */
  output(): string;
  /** Sends the signal and resolves with the exit code (null when a signal ended it). */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** Runs a file of the build, with `flags` for Node; resolves as soon as /ready answers 200. */
export async function startProcess(
  database: TestDatabase,
  { file = 'dist/src/main.js', flags = [] as string[], args = [] as string[], environment = {}, port = 0 } = {},
): Promise<ServerProcess> {
  const chosen = port || (await freePort());
  const env = environmentOf(database, chosen, environment);
  const options = { cwd: database.folder, env };
  const words = [...flags, resolve(ROOT, file), ...args];
  return untilReady(spawn(process.execPath, words, { ...PIPES, ...options }), chosen);
}

/** What `npm start` gives to Node and to the allocator, which decides how much memory a server takes. */
export function startOptions(): { readonly flags: string[]; readonly environment: Record<string, string> } {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: { start: string } };
  const words = scripts.start.split(' ');
  const variables = words.filter((word) => /^\w+=/.test(word)).map((word) => word.split('='));
  return {
    flags: words.filter((word) => word.startsWith('--')),
    environment: Object.fromEntries(variables) as Record<string, string>,
  };
}

/**
 * The same through npm, with `words` as in `npm start`. What npm starts is in one group of processes with it, as at a
 * terminal, and the child's streams close when the last of them has ended.
 */
export async function startThroughNpm(
  database: TestDatabase,
  words: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<ServerProcess> {
  const port = await freePort();
  const home = { HOME: process.env['HOME'], npm_config_update_notifier: 'false' };
  const env = environmentOf(database, port, { ...home, ...environment });
  return untilReady(spawn('npm', words, { ...PIPES, cwd: ROOT, env, detached: true }), port);
}

async function untilReady(child: ChildProcess, port: number): Promise<ServerProcess> {
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const url = `http://127.0.0.1:${port}`;
  const isReady = async (): Promise<boolean> => {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}:\n${output}`);
    if (!(await accepts(port))) return false;
    return fetch(`${url}/ready`).then(
      (response) => response.status === 200,
      () => false,
    );
  };
  await eventually(isReady, () => `the server did not get ready:\n${output}`).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw error;
  });
  return {
    url,
    child,
    output: () => output,
    end: async (signal) => {
      if (child.exitCode !== null) return child.exitCode;
      const exited = once(child, 'exit') as Promise<[number | null]>;
      child.kill(signal);
      return (await exited)[0];
    },
  };
}

/** Cheaper than a request, of which hundreds would fail while a server starts. */
async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a file of the build to its end, with `input` on its standard input. With
 * `stopAt`, the process is told to stop as soon as it has printed that.
 */
export async function runProcess(
  database: TestDatabase,
  { file = 'dist/apps/cli/main.js', args = [] as string[], environment = {}, input = '', port = 0, stopAt = '' } = {},
): Promise<Finished> {
  const child = spawn(process.execPath, [resolve(ROOT, file), ...args], {
    cwd: database.folder,
    env: environmentOf(database, port, environment),
    timeout: RUN_TIMEOUT_MS,
    killSignal: 'SIGKILL',
  });
  let stdout = '';
  let stderr = '';
  let isTold = stopAt === '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    if (isTold || !stdout.includes(stopAt)) return;
    isTold = true;
    child.kill('SIGTERM');
  });
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const closed = once(child, 'close') as Promise<[number | null]>;
  child.stdin.end(input);
  return { code: (await closed)[0], stdout, stderr };
}
