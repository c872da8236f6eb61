import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { AppConfig } from '../config/app-config';
import { CORRELATION_HEADER, correlationId } from './correlation-id';
import { staticHeaders } from './static-headers';

/**
 * The first thing a request meets: gives it its id and puts on the answer the headers that every answer has, errors
 * included.
 */
export function entryMiddleware(config: AppConfig): RequestHandler {
  const headers = staticHeaders(config);
  return (request: Request, response: Response, next: NextFunction): void => {
    request.requestId = correlationId(request.headers['x-correlation-id']);
    response.setHeader(CORRELATION_HEADER, request.requestId);
    for (const [name, value] of headers) response.setHeader(name, value);
    next();
  };
}
