import cluster from 'node:cluster';
import type { INestApplicationContext, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Logger } from 'nestjs-pino';
import { AppModule } from './app.module';
import { answerUnknownPaths, configureHttp } from './bootstrap-http';
import { serveHomePages } from './common/home-page';
import { Lifecycle } from './common/lifecycle';
import { createLoggers, type Loggers } from './common/logger';
import type { AppConfig } from './config/app-config';
import { AppHooks } from './modules/hooks/app-hooks.service';
import { OpenApiExplorer } from './modules/openapi/openapi-explorer';

/**
 * The caller reports a failure to start, in one line, so what Nest would log until then is dropped. It is not buffered,
 * because a buffer that is never flushed also swallows, and keeps, everything that is logged later.
 */
const OPTIONS = { abortOnError: false, logger: false } as const;

/**
 * The server, ready to listen: used by `serve` and by the tests. Rejects when the database cannot be opened or migrated, or
 * the first superadmin cannot be made, or a hook of on_bootstrap refuses; nothing is left open then. Otherwise the caller
 * closes it. `more`: modules of the caller, for example with hooks (docs/hooks.md).
 */
export async function createApp(
  config: AppConfig,
  loggers: Loggers = createLoggers(config),
  more: readonly Type[] = [],
): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.for(config, loggers, more), {
    ...OPTIONS,
    bodyParser: false,
  });
  configureHttp(app, config, app.get(Lifecycle), loggers);
  app.get(OpenApiExplorer, { strict: false }).attach(app);
  const hooks = app.get(AppHooks, { strict: false });
  app.getHttpServer().once('listening', () => hooks.listening());
  try {
    await app.init();
    serveHomePages(app);
    answerUnknownPaths(app);
    app.useLogger(app.get(Logger));
    // The primary has said it for all of its workers.
    if (!cluster.isWorker) warnOfSettings(app, config);
    await hooks.built();
  } catch (error) {
    // Parts that have already started, such as the job runner, would go on without a server.
    await app.close();
    throw error;
  }
  return app;
}

/** The server's providers without its HTTP side, for the command line. Rejects as createApp does. */
export async function createContext(config: AppConfig): Promise<INestApplicationContext> {
  const app = await NestFactory.createApplicationContext(AppModule.for(config, createLoggers(config)), OPTIONS);
  app.useLogger(app.get(Logger));
  warnOfSettings(app, config);
  try {
    await app.get(AppHooks, { strict: false }).built();
  } catch (error) {
    await app.close();
    throw error;
  }
  return app;
}

/** They are no reason not to start: an older or a newer server may know them. */
function warnOfSettings(app: INestApplicationContext, { warnings }: AppConfig): void {
  for (const sentence of warnings) app.get(Logger).warn(sentence, 'Settings');
}
