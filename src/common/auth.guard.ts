import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AnonymousScope } from '#application/kernel/anonymous-scope';
import { Callers } from '#application/kernel/callers';
import { Authenticator } from '#application/kernel/sign-in/authenticator';
import { KeyUsage } from '#application/kernel/sign-in/key-usage';
import { adminRequired, credentialsMissing, scopeMissing, superadminRequired } from '#domain/auth/auth-errors';
import { isAdmin } from '#domain/auth/permissions';
import { SYSTEM_ACCOUNT_ID } from '#domain/kernel/request-context';
import { credentialToken } from './credential-token';
import { RateLimits } from './rate-limits';
import { type Route, routeOf } from './route';

const ACCOUNT_HEADER = 'x-account-id';

/**
 * Finds out who asks, for every route alike, and whether they ask too often. What a route demands is declared on it
 * (access.decorator.ts), and a route that declares nothing is closed. It is a guard rather than a middleware, and so is
 * bound to the handler, not to a spelling of the path.
 */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly limits: RateLimits,
    private readonly callers: Callers,
    private readonly authenticator: Authenticator,
    private readonly usage: KeyUsage,
    private readonly anonymous: AnonymousScope,
  ) {}

  /** Answers at once when everything needed is remembered; the hot path then costs no turn of the event loop. */
  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const request = context.getArgByIndex<Request>(0);
    const response = context.getArgByIndex<Response>(1);
    const route = routeOf(context);
    if (!route.inTurn) response.turn?.leave();
    const token = route.public ? undefined : credentialToken(request);
    const known = token === undefined ? undefined : this.callers.recall(token);
    this.limits.charge(request, response, known);
    // What is refused for its bytes is charged all the same. A public route reads its body, if any, in the next guard.
    if (!route.public) response.turn?.check();
    if (route.public) {
      request.principal = null;
      return true;
    }
    if (token === undefined) return this.admitAnonymous(request, route);
    const isEnough = route.optimistic && !route.superadmin && !route.admin;
    if (!isEnough || known === undefined || (known.scopes !== undefined && !route.scoped)) {
      return this.admit(request, token, route);
    }
    if (known.credential.kind === 'api_key') this.usage.note(known);
    request.principal = known;
    return true;
  }

  private async admit(request: Request, token: string, route: Route): Promise<boolean> {
    const principal = await this.authenticator.authenticate(token);
    if (!route.scoped && principal.scopes !== undefined) throw scopeMissing();
    if (route.superadmin && principal.accountId !== SYSTEM_ACCOUNT_ID) throw superadminRequired();
    if (route.admin && !isAdmin(principal)) throw adminRequired();
    request.principal = principal;
    return true;
  }

  private admitAnonymous(request: Request, route: Route): boolean | Promise<boolean> {
    if (!route.optional) throw credentialsMissing();
    request.principal = null;
    const header = request.headers[ACCOUNT_HEADER];
    const reference = typeof header === 'string' ? header : undefined;
    const known = this.anonymous.recall(reference);
    if (known === null) return this.scopeAnonymous(request, reference);
    request.accountId = known;
    return true;
  }

  private async scopeAnonymous(request: Request, reference: string | undefined): Promise<boolean> {
    request.accountId = await this.anonymous.resolve(reference);
    return true;
  }
}
