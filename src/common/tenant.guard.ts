import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { ANONYMOUS, SYSTEM_ACCOUNT_ID } from '#domain/kernel/request-context';
import { RequestClient } from './request-client';

/**
 * Makes the request's one RequestContext from what the auth guard found, which therefore stands before it. A guard rather
 * than an interceptor: the first one costs a point read a third of what it allocates (docs/adr/0008-no-interceptor.md).
 */
@Injectable()
export class TenantGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    const actor = request.principal ?? ANONYMOUS;
    const own = actor.kind === 'anonymous' || actor.accountId === SYSTEM_ACCOUNT_ID ? null : actor.accountId;
    const accountId = own ?? request.accountId ?? null;
    request.ctx = { requestId: request.requestId, actor, client: new RequestClient(request), accountId, reason: null };
    return true;
  }
}
