import { ServerResponse } from 'node:http';
import { BadRequestException } from '@nestjs/common';
import type { Application, NextFunction, Request, RequestHandler, Response } from 'express';
import { newCorrelationId } from '#domain/kernel/ids';
import type { AppConfig } from '../config/app-config';
import { crossOrigin, originHeaders } from './cors';
import type { Lifecycle } from './lifecycle';
import { requestLog } from './request-log';
import { staticHeaders } from './static-headers';
import type { Turns } from './turns';
import { closeWithoutReading, isUnread } from './unread-body';

const CORRELATION_HEADER = 'X-Correlation-ID';
const ACCEPTED = /^[A-Za-z0-9._-]{1,128}$/;

/**
 * The first thing a request meets, and the only middleware, because each costs a pass through the router. It notes the
 * request for the log, gives it its id, lets it wait for its turn, sets the headers that every answer has, errors
 * included, and answers the preflights of browsers.
 */
export function entryMiddleware(
  config: AppConfig,
  turns: Turns,
  writeLog: ((line: Buffer) => void) | null,
): RequestHandler {
  const note = writeLog === null ? null : requestLog(writeLog);
  const headers = [...staticHeaders(config), ...originHeaders(config)];
  const answersPreflight = crossOrigin(config);
  return (request: Request, response: Response, next: NextFunction): void => {
    note?.(response);
    request.requestId = correlationId(request.headers['x-correlation-id']);
    turns.arrive(request, response, () => {
      response.setHeader(CORRELATION_HEADER, request.requestId);
      // Indexed rather than destructured: a list pattern would make an iterator for each header.
      for (const header of headers) response.setHeader(header[0], header[1]);
      if (request.headers.host === undefined && request.httpVersion !== '1.0') {
        next(new BadRequestException('A request in HTTP/1.1 needs a Host header'));
        return;
      }
      const isPlain = request.headers.origin === undefined && request.method !== 'OPTIONS';
      if (isPlain || !answersPreflight(request, response)) next();
    });
  };
}

/**
 * Hooks into the writing of heads, so that until then no request pays for it. Every answer whose head is written after
 * a stop was requested closes its connection, even where the request came earlier: a client would otherwise send its
 * next request into a connection that is about to close. So does every answer that leaves a long body unread.
 */
export function watchHeads(app: Application, lifecycle: Lifecycle): void {
  const { response } = app as Application & { readonly response: Response };
  Object.defineProperty(response, 'writeHead', {
    value(this: Response, ...head: Parameters<ServerResponse['writeHead']>): ServerResponse {
      this.turn?.leave();
      const leavesBody = !this.req.complete && isUnread(this.req);
      if (leavesBody || lifecycle.stopping) this.setHeader('Connection', 'close');
      if (leavesBody) closeWithoutReading(this.req.socket);
      ServerResponse.prototype.writeHead.apply(this, head);
      return this;
    },
  });
}

/** The caller's own id when it is fit for headers and logs, otherwise a new one. */
function correlationId(received: string | string[] | undefined): string {
  return typeof received === 'string' && ACCEPTED.test(received) ? received : newCorrelationId();
}
