import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { loggedPath } from './logged-path';

const SERVER_ERROR = 500;
const startedAt = Symbol('startedAt');
const MICROSECONDS_PER_MILLISECOND = 1000;

interface TimedResponse extends Response {
  [startedAt]: number;
}

/** One line for each request, once its answer is out or its connection gone. */
export function requestLogMiddleware(logger: Logger): RequestHandler {
  /** One function for all requests; a closure each would be garbage for each. */
  function onClose(this: TimedResponse): void {
    const { req } = this;
    const milliseconds = performance.now() - this[startedAt];
    const line = {
      method: req.method,
      path: loggedPath(req.originalUrl),
      status: this.writableFinished ? this.statusCode : 'aborted',
      ms: Math.round(milliseconds * MICROSECONDS_PER_MILLISECOND) / MICROSECONDS_PER_MILLISECOND,
      account: req.ctx?.accountId ?? undefined,
      user: req.principal?.userId,
      correlation_id: req.requestId,
    };
    if (this.statusCode >= SERVER_ERROR) logger.error(line, 'request');
    else logger.info(line, 'request');
  }

  return (_request: Request, response: Response, next: NextFunction): void => {
    (response as TimedResponse)[startedAt] = performance.now();
    response.on('close', onClose);
    next();
  };
}
