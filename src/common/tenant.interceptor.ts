import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Observable } from 'rxjs';
import { ANONYMOUS, type Client, SYSTEM_ACCOUNT_ID } from '#domain/kernel/request-context';
import { clientAddress } from './client-address';
import { RequestHooks } from './request-hooks';

/** Where a request comes from, found out only when it is asked for: most requests never do. */
class RequestClient implements Client {
  /** Private at run time too: code that logs or shows a context must not show the whole request. */
  readonly #request: Request;
  #gone: AbortSignal | undefined;

  constructor(request: Request) {
    this.#request = request;
  }

  get address(): string | null {
    return clientAddress(this.#request);
  }

  get userAgent(): string | null {
    return this.#request.headers['user-agent'] ?? null;
  }

  get gone(): AbortSignal {
    return (this.#gone ??= whenClosed(this.#request.res!));
  }
}

function whenClosed(response: Response): AbortSignal {
  if (response.closed) return AbortSignal.abort();
  const controller = new AbortController();
  response.once('close', () => controller.abort());
  return controller.signal;
}

/**
 * Makes the request's one RequestContext from what the auth guard found out, for every route: the account in it is the one
 * that every plan reads in and every row is written to. docs/adr/0008-tenant-interceptor.md says what an interceptor
 * costs. The hooks of requests run here too; where there are none, no promise is made.
 */
@Injectable()
export class TenantInterceptor implements NestInterceptor {
  constructor(private readonly hooks: RequestHooks) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> | Promise<Observable<unknown>> {
    const request = context.getArgByIndex<Request>(0);
    const actor = request.principal ?? ANONYMOUS;
    const own = actor.kind === 'anonymous' || actor.accountId === SYSTEM_ACCOUNT_ID ? null : actor.accountId;
    const accountId = own ?? request.accountId ?? null;
    request.ctx = { requestId: request.requestId, actor, client: new RequestClient(request), accountId, reason: null };
    const { heard } = this.hooks;
    if (!heard.has('on_before_request') && !heard.has('on_after_request')) return next.handle();
    const hooks = this.hooks.meet(request, context.getArgByIndex<Response>(1));
    return hooks === undefined ? next.handle() : hooks.then(() => next.handle());
  }
}
