/** The built server as users run it, in a process of its own: for what only a process shows (crashes, signals, several of them). */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { TestDatabase } from './database';
import { PASSWORD } from './member';

const ROOT = join(__dirname, '..', '..');
const START_TIMEOUT_MS = 20_000;
const POLL_MS = 25;

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

export function environmentOf(database: TestDatabase, port: number): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    // A start spends most of its time compiling what the start before compiled too.
    NODE_COMPILE_CACHE: join(ROOT, 'node_modules', '.cache', 'compile'),
    SNACKBASE_ENVIRONMENT: 'testing',
    SNACKBASE_HOST: '127.0.0.1',
    SNACKBASE_PORT: String(port),
    SNACKBASE_DATABASE_URL: database.url,
    SNACKBASE_SECRET_KEY: 'a secret of the test suite, long enough for it',
    SNACKBASE_SUPERADMIN_EMAIL: 'root@snackbase.example',
    SNACKBASE_SUPERADMIN_PASSWORD: PASSWORD,
    SNACKBASE_LOG_LEVEL: 'warn',
    // Suites ask faster than people do; the ones about limits set their own.
    SNACKBASE_RATE_LIMIT_ENABLED: 'false',
    SNACKBASE_LOGIN_RATE_LIMIT_PER_MINUTE: '1000000',
    SNACKBASE_JOB_WORKER_POLL_INTERVAL: '0.1',
  };
}

/** Runs a file of the build; resolves as soon as /ready answers 200. */
export async function startProcess(
  database: TestDatabase,
  { file = 'dist/src/main.js', args = [] as string[], environment = {}, port = 0 } = {},
): Promise<ServerProcess> {
  const chosen = port || (await freePort());
  const child = spawn(process.execPath, [join(ROOT, file), ...args], {
    cwd: database.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...environmentOf(database, chosen), ...environment },
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const url = `http://127.0.0.1:${chosen}`;
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const ready = await fetch(`${url}/ready`).then(
      (response) => response.status === 200,
      () => false,
    );
    if (ready) break;
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`the server did not get ready:\n${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
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

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a file of the build to its end, with `input` on its standard input. A variable given as undefined is not set. */
export async function runProcess(
  database: TestDatabase,
  { file = 'dist/apps/cli/main.js', args = [] as string[], environment = {}, input = '', port = 0 } = {},
): Promise<Finished> {
  const child = spawn(process.execPath, [join(ROOT, file), ...args], {
    cwd: database.folder,
    env: { ...environmentOf(database, port), ...environment },
    timeout: START_TIMEOUT_MS,
    killSignal: 'SIGKILL',
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const closed = once(child, 'close') as Promise<[number | null]>;
  child.stdin.end(input);
  return { code: (await closed)[0], stdout, stderr };
}
