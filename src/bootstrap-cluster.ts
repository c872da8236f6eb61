import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createApp } from './bootstrap';
import { serve } from './bootstrap-serve';
import { createLoggers } from './common/logger';
import type { AppConfig } from './config/app-config';
import { handOutWriterTurns } from './infrastructure/database/sqlite/hand-out-writer-turns';
import { isStopMessage, type StopMessage } from './stop-message';
import { stopSignal, stopSignalOfPrimary, untilStopped, whenAborted } from './stop-signal';

const FIRST_RESTART_MS = 250;
const MAX_RESTART_MS = 30_000;
/** A worker that ran this long counts as healthy: its next failure starts the back-off anew. */
const HEALTHY_AFTER_MS = 60_000;
const KILL_AFTER_FACTOR = 1.2;
const MS_PER_SECOND = 1000;

/** Serves in `config.workers` processes that share the port; with one, in this process. */
export async function serveInWorkers(config: AppConfig): Promise<void> {
  // A program that runs a server of one process in its own cluster stops it by signals.
  const stopping = cluster.isWorker && config.workers > 1 ? stopSignalOfPrimary() : stopSignal(endAtOnce);
  if (cluster.isPrimary) await requireFreePort(config);
  if (config.workers === 1 || cluster.isWorker) {
    await serve(config, stopping);
    return;
  }
  // Migrations and the first superadmin are done once, before there are workers to do them at the same time.
  const prepared = createApp(config).then((app) => app.close());
  await untilStopped(stopping, config.shutdownTimeoutSeconds * MS_PER_SECOND, prepared);
  supervise(config, stopping);
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

function supervise(config: AppConfig, stopping: AbortSignal): void {
  const { server: logger, flush } = createLoggers(config);
  let failures = 0;
  let exitCode = 0;

  const start = (): void => {
    const worker = cluster.fork();
    const healthy = setTimeout(() => {
      failures = 0;
    }, HEALTHY_AFTER_MS);
    worker.once('exit', (code, signal) => {
      clearTimeout(healthy);
      if (stopping.aborted) {
        // A signal ends a worker that has not come so far that it listened for it.
        if (code !== 0 && signal !== 'SIGTERM' && signal !== 'SIGINT') exitCode = 1;
        if (liveWorkers().length === 0) end();
        return;
      }
      const delay = Math.min(FIRST_RESTART_MS * 2 ** failures, MAX_RESTART_MS);
      failures += 1;
      logger.error({ pid: worker.process.pid, code, signal, restart_in_ms: delay }, 'A worker ended');
      setTimeout(() => {
        if (!stopping.aborted) start();
      }, delay);
    });
  };

  const end = (): void => {
    flush();
    process.exit(exitCode);
  };

  const tell = (worker: Worker): void => {
    const message: StopMessage = { stop: String(stopping.reason) };
    // A worker that cannot be reached is ending.
    worker.send(message, () => undefined);
  };
  // One that was still starting when the others were told.
  cluster.on('message', (worker, message: unknown) => {
    if (isStopMessage(message) && stopping.aborted) tell(worker);
  });
  whenAborted(stopping, () => {
    if (liveWorkers().length === 0) end();
    for (const worker of liveWorkers()) tell(worker);
    setTimeout(
      () => {
        exitCode = 1;
        killWorkers();
      },
      config.shutdownTimeoutSeconds * MS_PER_SECOND * KILL_AFTER_FACTOR,
    ).unref();
  });

  handOutWriterTurns();
  logger.info({ workers: config.workers }, 'Starting workers');
  for (let index = 0; index < config.workers; index += 1) start();
}

function endAtOnce(): void {
  killWorkers();
  process.exit(1);
}

function killWorkers(): void {
  for (const worker of liveWorkers()) worker.process.kill('SIGKILL');
}

function liveWorkers(): Worker[] {
  return Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined && !worker.isDead()) as Worker[];
}
