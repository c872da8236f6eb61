import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { SYSTEM_ACCOUNT_ID } from '#domain/kernel/request-context';

/**
 * Makes the request's one RequestContext from what the auth guard found, which therefore stands before it. A guard rather
 * than an interceptor: the first one costs a point read a third of what it allocates (docs/adr/0008-no-interceptor.md).
 */
@Injectable()
export class TenantGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    const principal = request.principal ?? null;
    const own = principal === null || principal.accountId === SYSTEM_ACCOUNT_ID ? null : principal.accountId;
    request.ctx = { requestId: request.requestId, principal, accountId: own ?? request.accountId ?? null };
    return true;
  }
}
