import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createApp } from './bootstrap';
import { serve } from './bootstrap-serve';
import { createLoggers } from './common/logger';
import type { AppConfig } from './config/app-config';
import { handOutWriterTurns } from './infrastructure/database/sqlite/hand-out-writer-turns';

const FIRST_RESTART_MS = 250;
const MAX_RESTART_MS = 30_000;
/** A worker that ran this long counts as healthy: its next failure starts the back-off anew. */
const HEALTHY_AFTER_MS = 60_000;
const KILL_AFTER_FACTOR = 1.2;

/** Serves in `config.workers` processes that share the port; with one, in this process. */
export async function serveInWorkers(config: AppConfig): Promise<void> {
  if (cluster.isPrimary) await requireFreePort(config);
  if (config.workers === 1 || cluster.isWorker) {
    await serve(config);
    return;
  }
  // Migrations and the first superadmin are done once, before there are workers to do them at the same time.
  await (await createApp(config)).close();
  supervise(config);
}

/**
 * Throws when the port is taken, before the database is touched. Otherwise each worker would find that out for itself,
 * and would be restarted for ever.
 */
async function requireFreePort({ port, host }: AppConfig): Promise<void> {
  const server = createServer().listen(port, host);
  await once(server, 'listening');
  server.close();
  await once(server, 'close');
}

function supervise(config: AppConfig): void {
  const { server: logger, flush } = createLoggers(config);
  let stopping = false;
  let failures = 0;
  let exitCode = 0;

  const start = (): void => {
    const worker = cluster.fork();
    const healthy = setTimeout(() => {
      failures = 0;
    }, HEALTHY_AFTER_MS);
    worker.once('exit', (code, signal) => {
      clearTimeout(healthy);
      if (stopping) {
        if (code !== 0) exitCode = 1;
        if (liveWorkers().length === 0) end();
        return;
      }
      const delay = Math.min(FIRST_RESTART_MS * 2 ** failures, MAX_RESTART_MS);
      failures += 1;
      logger.error({ pid: worker.process.pid, code, signal, restart_in_ms: delay }, 'A worker ended');
      setTimeout(() => {
        if (!stopping) start();
      }, delay);
    });
  };

  const end = (): void => {
    flush();
    process.exit(exitCode);
  };

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      if (liveWorkers().length === 0) end();
      // A terminal sends its interrupt to the workers too; they take the second signal for the same one.
      for (const worker of liveWorkers()) worker.process.kill('SIGTERM');
      setTimeout(
        () => {
          exitCode = 1;
          for (const worker of liveWorkers()) worker.process.kill('SIGKILL');
        },
        config.shutdownTimeoutSeconds * 1000 * KILL_AFTER_FACTOR,
      ).unref();
    });
  }

  handOutWriterTurns();
  logger.info({ workers: config.workers }, 'Starting workers');
  for (let index = 0; index < config.workers; index += 1) start();
}

function liveWorkers(): Worker[] {
  return Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined && !worker.isDead()) as Worker[];
}
