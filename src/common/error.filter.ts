import { type ArgumentsHost, Catch, type ExceptionFilter, Logger, NotFoundException } from '@nestjs/common';
import type { Application, Request, Response } from 'express';
import { HttpAdapterHost } from '@nestjs/core';
import { AppConfig } from '../config/app-config';
import { allowedMethods } from './allowed-methods';
import { type ErrorResponse, errorResponse, methodNotAllowed, notInThisVersion, outsideTheApi } from './error-response';
import { isNotInThisVersion } from './not-in-this-version';
import { noteRefusal } from './refusal';
import { loggedPath } from './request-log';

/** Answers everything that is thrown while a request is handled, by middleware included. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('Error');

  constructor(
    private readonly adapters: HttpAdapterHost,
    private readonly config: AppConfig,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(thrown, http.getRequest<Request>(), http.getResponse<Response>());
  }

  answer(thrown: unknown, request: Request, response: Response): void {
    const answer = this.answerTo(thrown, request);
    if (answer.defect) {
      this.logger.error(
        { err: thrown, request_id: request.requestId, method: request.method, path: loggedPath(request.originalUrl) },
        'Request failed',
      );
    }
    noteRefusal(request, answer.body.error);
    // Whoever asked is gone.
    if (response.closed) return;
    if (response.headersSent) {
      // Half of the answer was sent: only a broken connection tells the caller that the rest is missing.
      response.destroy();
      return;
    }
    response.status(answer.status);
    response.removeHeader('ETag');
    for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
    response.json(answer.body);
  }

  private answerTo(thrown: unknown, request: Request): ErrorResponse {
    const answer = errorResponse(thrown, request.requestId);
    if (answer.status !== 400 && answer.status !== 404) return answer;
    // Read as an id, a route that is not there can be refused for its parameters before it is looked for.
    if (this.isMissing(pathOf(request))) return notInThisVersion(request.requestId);
    return answer.status === 404 ? this.notFound(thrown, answer, request) : answer;
  }

  private isMissing(path: string): boolean {
    const prefix = this.config.apiPrefix;
    return path.startsWith(`${prefix}/`) && isNotInThisVersion(path.slice(prefix.length));
  }

  /** Says more of what is not there, where that is known. */
  private notFound(thrown: unknown, answer: ErrorResponse, request: Request): ErrorResponse {
    const { requestId, method } = request;
    const path = pathOf(request);
    const prefix = this.config.apiPrefix;
    if (!(thrown instanceof NotFoundException)) return answer;
    const methods = allowedMethods(this.adapters.httpAdapter.getInstance<Application>(), path);
    if (methods.length > 0 && !methods.includes(method)) return methodNotAllowed(methods, requestId);
    return path.startsWith(`${prefix}/`) ? answer : outsideTheApi(prefix, requestId);
  }
}

/** Not `request.path`, which lacks the mount path of the router that gave up. */
function pathOf({ originalUrl }: Request): string {
  const end = originalUrl.indexOf('?');
  return end < 0 ? originalUrl : originalUrl.slice(0, end);
}
