/** Starts a built server as users start it (its own process, fresh database), and reads its peak memory. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** The tree that this file lies in. */
export const WORK_TREE = join(import.meta.dirname, '..');
export const PASSWORD = 'Correct-Horse-7';
const START_ATTEMPTS = 1200;

export interface Running {
  readonly url: string;
  readonly process: ChildProcess;
  /** Peak resident memory so far, in MiB (VmHWM). */
  peakMemory(): number;
  stop(): Promise<void>;
}

interface LoginAnswer {
  readonly token: string;
  readonly refresh_token: string;
  readonly user: { readonly id: string };
  readonly account: { readonly id: string };
}

export interface Session {
  readonly token: string;
  readonly refreshToken: string;
  readonly slug: string;
  readonly email: string;
  readonly userId: string;
  readonly accountId: string;
}

interface Start {
  readonly port: number;
  /** A fresh SQLite file unless given. */
  readonly databaseUrl?: string | undefined;
  /** The built tree to start from. */
  readonly tree?: string;
  readonly workers?: number;
  /** A folder of hook files; none unless given. */
  readonly hooks?: string | undefined;
  /** For Node, beside the flags of the command. */
  readonly nodeOptions?: string;
  /** With the request limits that are the default. */
  readonly isLimited?: boolean;
}

/** All load comes from one address. */
const UNLIMITED = { SNACKBASE_RATE_LIMIT_ENABLED: 'false', SNACKBASE_LOGIN_RATE_LIMIT_PER_MINUTE: '1000000' };

/** The command of `npm start`, which may give flags to Node, as each tree words it. */
function startCommand(tree: string): string {
  const { scripts } = JSON.parse(readFileSync(join(tree, 'package.json'), 'utf8')) as { scripts: { start: string } };
  // Earlier builds start beside their shell.
  return `exec env ${scripts.start.replace(/^exec env /, '')}`;
}

export async function startServer(start: Start): Promise<Running> {
  const { port, databaseUrl, tree = WORK_TREE, workers = 1, hooks, nodeOptions = '', isLimited = false } = start;
  const folder = mkdtempSync(join(tmpdir(), 'snackbase-bench-'));
  const child = spawn('sh', ['-c', startCommand(tree)], {
    cwd: tree,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      PATH: join(tree, 'node_modules', '.bin') + delimiter + process.env['PATH'],
      NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} ${nodeOptions}`,
      SNACKBASE_HOST: '127.0.0.1',
      SNACKBASE_PORT: String(port),
      SNACKBASE_WORKERS: String(workers),
      ...(hooks === undefined ? {} : { SNACKBASE_HOOKS_DIR: hooks }),
      SNACKBASE_DATABASE_URL: databaseUrl ?? `sqlite:///${join(folder, 'bench.db')}`,
      SNACKBASE_SECRET_KEY: 'a secret key for measurements only, 32+ characters',
      SNACKBASE_SUPERADMIN_EMAIL: 'root@bench.example',
      SNACKBASE_SUPERADMIN_PASSWORD: PASSWORD,
      ...(isLimited ? {} : UNLIMITED),
    },
  });
  const url = `http://127.0.0.1:${port}`;
  for (let attempt = 0; ; attempt++) {
    const ready = await fetch(`${url}/ready`).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) break;
    if (attempt === START_ATTEMPTS || child.exitCode !== null) {
      child.kill('SIGKILL');
      throw new Error('the server did not start');
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    url,
    process: child,
    peakMemory() {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024);
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function call<T = Record<string, unknown>>(
  server: Running,
  method: string,
  path: string,
  body?: unknown,
  token?: string,
): Promise<T> {
  const response = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return (text ? JSON.parse(text) : {}) as T;
}

export async function login(server: Running, account: string, email: string): Promise<Session> {
  const credentials = { account, email, password: PASSWORD };
  const answer = await call<LoginAnswer>(server, 'POST', '/auth/login', credentials);
  const { token, refresh_token: refreshToken, user, account: own } = answer;
  return { token, refreshToken, userId: user.id, accountId: own.id, slug: account, email };
}

export function loginSuperadmin(server: Running): Promise<Session> {
  return login(server, 'system', 'root@bench.example');
}

/** A new account with one verified user, logged in. */
export async function registerAccount(server: Running, superadmin: Session, slug: string): Promise<Session> {
  const email = `owner@${slug}.example`;
  const body = { email, password: PASSWORD, account_name: slug, account_slug: slug };
  const { user } = await call<{ user: { id: string } }>(server, 'POST', '/auth/register', body);
  await call(server, 'POST', `/users/${user.id}/verify`, {}, superadmin.token);
  return login(server, slug, email);
}
