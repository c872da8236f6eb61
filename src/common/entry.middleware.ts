import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { AppConfig } from '../config/app-config';
import { CORRELATION_HEADER, correlationId } from './correlation-id';
import { crossOrigin } from './cors';
import { requestLog } from './request-log';
import { staticHeaders } from './static-headers';

/**
 * The first thing a request meets, and the only middleware, because each costs a pass through the router: notes the request
 * for the log, gives it its id, puts on the answer the headers that every answer has, errors included, and answers what
 * browsers ask before requests to another origin.
 */
export function entryMiddleware(config: AppConfig, writeLog: ((line: string) => void) | null): RequestHandler {
  const note = writeLog === null ? null : requestLog(writeLog);
  const headers = staticHeaders(config);
  const answersPreflight = crossOrigin(config);
  return (request: Request, response: Response, next: NextFunction): void => {
    note?.(response);
    request.requestId = correlationId(request.headers['x-correlation-id']);
    response.setHeader(CORRELATION_HEADER, request.requestId);
    for (const [name, value] of headers) response.setHeader(name, value);
    if (!answersPreflight(request, response)) next();
  };
}
