import { BadRequestException } from '@nestjs/common';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { AppConfig } from '../config/app-config';
import { crossOrigin, originHeaders } from './cors';
import { newRequestId } from './request-id';
import { requestLog } from './request-log';
import { staticHeaders } from './static-headers';
import type { Turns } from './turns';

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

/** The caller's own id when it is fit for headers and logs, otherwise a new one. */
function correlationId(received: string | string[] | undefined): string {
  return typeof received === 'string' && ACCEPTED.test(received) ? received : newRequestId();
}
