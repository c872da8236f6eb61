import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Request } from 'express';
import type { Observable } from 'rxjs';
import { SYSTEM_ACCOUNT_ID } from '#domain/kernel/request-context';

/**
 * Makes the request's one RequestContext from what the auth guard found out, for every route: the account in it is the one
 * that every plan reads in and every row is written to. What an interceptor costs is in docs/adr/0008-tenant-interceptor.md.
 */
@Injectable()
export class TenantInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.getArgByIndex<Request>(0);
    const principal = request.principal ?? null;
    const own = principal === null || principal.accountId === SYSTEM_ACCOUNT_ID ? null : principal.accountId;
    request.ctx = { requestId: request.requestId, principal, accountId: own ?? request.accountId ?? null };
    return next.handle();
  }
}
