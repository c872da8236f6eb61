import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Request } from 'express';
import type { Observable } from 'rxjs';
import { SYSTEM_ACCOUNT_ID } from '#domain/kernel/request-context';

/** Makes the request's one RequestContext from what the guard found. The only interceptor of the hot path: each costs 20–30 µs. */
@Injectable()
export class TenantInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<Request>();
    const principal = request.principal ?? null;
    const own = principal === null || principal.accountId === SYSTEM_ACCOUNT_ID ? null : principal.accountId;
    request.ctx = { requestId: request.requestId, principal, accountId: own ?? request.accountId ?? null };
    return next.handle();
  }
}
