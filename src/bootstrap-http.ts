import { type INestApplication, NotFoundException } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Application, Request, Response } from 'express';
import { entryMiddleware, watchHeads } from './common/entry.middleware';
import { ErrorFilter } from './common/error.filter';
import type { Lifecycle } from './common/lifecycle';
import type { Loggers } from './common/logger';
import { parseQuery } from './common/parse-query';
import { closeStalledSockets } from './common/stalled-sockets';
import { trustProxy } from './common/trust-proxy';
import { Turns } from './common/turns';
import { refuseUnparsed } from './common/unparsed-requests';
import { validationPipe } from './common/validation.pipe';
import type { AppConfig } from './config/app-config';

/** Routes outside the API: probes, the set-up page, and the pages that links in mails lead to. */
const OUTSIDE_THE_PREFIX = [
  'health',
  'ready',
  'live',
  'setup',
  'verify-email',
  'reset-password',
  'confirm-email-change',
  'accept-invitation',
];

/** Longer than load balancers keep idle connections (60 s), so that no request ever meets a connection just closed. */
const KEEP_ALIVE_MS = 65_000;
const HEADERS_TIMEOUT_MS = 66_000;
const REQUEST_TIMEOUT_MS = 120_000;
/**
 * A filter of 4,000 characters may have 36,000 when each is percent-encoded, and the other parameters come on top of that.
 * Node would take 16 KiB, which the headers alone still have room for.
 */
const MAX_HEAD_BYTES = 65_536;

/** Everything between the socket and the routes, in the order in which a request meets it. */
export function configureHttp(
  app: NestExpressApplication,
  config: AppConfig,
  lifecycle: Lifecycle,
  loggers: Loggers,
): void {
  app.disable('x-powered-by');
  // Records have their revision as ETag; hashing every body would be a slower way to the same end.
  app.disable('etag');
  app.set('query parser', parseQuery);
  app.set('trust proxy', trustProxy(config.trustedProxies));
  prefixRoutes(app, config);

  watchHeads(app.getHttpAdapter().getInstance() as Application, lifecycle);
  app.use(entryMiddleware(config, app.get(Turns, { strict: false }), loggers.requests));
  app.useGlobalPipes(validationPipe());

  const server = app.getHttpServer();
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  // Read for each connection, though declared as options only. Node would refuse a request without Host and tell nobody; the
  // entry middleware does.
  Object.assign(server, { maxHeaderSize: MAX_HEAD_BYTES, requireHostHeader: false });
  closeStalledSockets(server, config.sendTimeoutMs);
  refuseUnparsed(server, loggers.requests);
  // Node would ask for the body at once; here the code that reads it does (body.guard.ts).
  server.on('checkContinue', (...exchange: unknown[]) => server.emit('request', ...exchange));
  // What else a client expects may be ignored (RFC 9110 §10.1.1); Node would refuse it without a word in the log.
  server.on('checkExpectation', (...exchange: unknown[]) => server.emit('request', ...exchange));
}

export function prefixRoutes(app: INestApplication, { apiPrefix }: AppConfig): void {
  app.setGlobalPrefix(apiPrefix, { exclude: OUTSIDE_THE_PREFIX });
}

/** Nest answers unknown paths below the prefix only. To be called after init: it takes whatever no route took. */
export function answerUnknownPaths(app: NestExpressApplication): void {
  const filter = app.get(ErrorFilter);
  app.use((request: Request, response: Response) => filter.answer(new NotFoundException(), request, response));
}
