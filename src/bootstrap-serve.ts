import { setTimeout as sleep } from 'node:timers/promises';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { createApp } from './bootstrap';
import { Lifecycle } from './common/lifecycle';
import { createLoggers, type Loggers } from './common/logger';
import type { AppConfig } from './config/app-config';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;
const IDLE_SWEEP_MS = 100;
const MS_PER_SECOND = 1000;

/** Listens until the process is told to stop; then requests in flight are finished, everything is closed, and it exits with 0. */
export async function serve(config: AppConfig): Promise<void> {
  const loggers = createLoggers(config);
  process.once('uncaughtException', (error) => fail(error, loggers));
  process.once('unhandledRejection', (reason) => fail(reason, loggers));
  const app = await createApp(config, loggers);
  await app.listen(config.port, config.host);
  loggers.server.info({ url: await app.getUrl(), environment: config.environment }, 'Listening');

  let stopping = false;
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      // A second signal changes nothing: the limit of the first one holds.
      if (stopping) return;
      stopping = true;
      loggers.server.info({ signal }, 'Stopping');
      void stop(app, config, loggers);
    });
  }
}

async function stop(app: NestExpressApplication, config: AppConfig, loggers: Loggers): Promise<void> {
  const server = app.getHttpServer();
  app.get(Lifecycle).stopping = true;
  const limit = config.shutdownTimeoutSeconds * MS_PER_SECOND;
  // Connections kept alive are idle only between two requests; those found idle are closed.
  const sweep = setInterval(() => server.closeIdleConnections(), IDLE_SWEEP_MS);
  const cut = setTimeout(() => server.closeAllConnections(), limit * 0.8);
  let failure: unknown;
  const closed = app.close().catch((error: unknown) => {
    failure = error;
  });
  const timeout = new AbortController();
  const late = await Promise.race([
    closed.then(() => false),
    sleep(limit, true, { signal: timeout.signal }).catch(() => true),
  ]);
  timeout.abort();
  clearInterval(sweep);
  clearTimeout(cut);
  if (late) loggers.server.error('Not everything could be closed in time');
  if (failure !== undefined) loggers.server.error({ err: failure }, 'Closing failed');
  if (!late && failure === undefined) loggers.server.info('Stopped');
  loggers.flush();
  process.exit(late || failure !== undefined ? 1 : 0);
}

/** After an uncaught error the state of the process is unknown: it ends, and its supervisor starts it anew. */
function fail(error: unknown, loggers: Loggers): void {
  loggers.server.fatal({ err: error }, 'Unexpected failure');
  loggers.flush();
  process.exit(1);
}
