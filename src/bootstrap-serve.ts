import { setTimeout as sleep } from 'node:timers/promises';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { createApp } from './bootstrap';
import { Lifecycle } from './common/lifecycle';
import { createLoggers, type Loggers } from './common/logger';
import { OpenSockets } from './common/open-sockets';
import type { AppConfig } from './config/app-config';
import { untilStopped, whenAborted } from './stop-signal';

const IDLE_SWEEP_MS = 100;
/** A client that has not sent the rest of its request by then is not waited for. */
const REST_OF_REQUESTS_MS = 5000;
/** When the connections that are left are closed, as a part of the time to stop. */
const CUT_PART = 0.8;
const MS_PER_SECOND = 1000;

/**
 * Listens until the process is told to stop; then requests in flight are finished, everything is closed, and it exits with 0.
 * One that is told so before it listens never does.
 */
export async function serve(config: AppConfig, stopping: AbortSignal): Promise<void> {
  const loggers = createLoggers(config);
  process.once('uncaughtException', (error) => fail(error, loggers));
  process.once('unhandledRejection', (reason) => fail(reason, loggers));
  const limit = config.shutdownTimeoutSeconds * MS_PER_SECOND;
  const app = await untilStopped(stopping, limit, createApp(config, loggers));
  const sockets = new OpenSockets(app.getHttpServer());
  if (!stopping.aborted) {
    await app.listen(config.port, config.host);
    loggers.server.info({ url: await app.getUrl(), environment: config.environment }, 'Listening');
  }
  whenAborted(stopping, () => {
    loggers.server.info({ signal: stopping.reason as string }, 'Stopping');
    void stop(app, sockets, config, loggers);
  });
}

async function stop(
  app: NestExpressApplication,
  sockets: OpenSockets,
  config: AppConfig,
  loggers: Loggers,
): Promise<void> {
  const server = app.getHttpServer();
  app.get(Lifecycle).stopping = true;
  const limit = config.shutdownTimeoutSeconds * MS_PER_SECOND;
  // Connections kept alive are idle only between two requests; those found idle are closed.
  const sweep = setInterval(() => {
    server.closeIdleConnections();
    sockets.closeUnused();
  }, IDLE_SWEEP_MS);
  const rest = setTimeout(() => sockets.closeHalfSent(), Math.min(REST_OF_REQUESTS_MS, limit * CUT_PART));
  const cut = setTimeout(() => server.closeAllConnections(), limit * CUT_PART);
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
  clearTimeout(rest);
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
