import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AnonymousScope } from '#application/kernel/anonymous-scope';
import { ChosenAccount } from '#application/kernel/chosen-account';
import { Callers } from '#application/kernel/callers';
import { Authenticator } from '#application/kernel/sign-in/authenticator';
import { KeyUsage } from '#application/kernel/sign-in/key-usage';
import { adminRequired, credentialsMissing, scopeMissing, superadminRequired } from '#domain/auth/auth-errors';
import { isAdmin } from '#domain/auth/permissions';
import { type Principal, SYSTEM_ACCOUNT_ID } from '#domain/kernel/request-context';
import { credentialToken, namedAccount } from './caller-headers';
import { RateLimits } from './rate-limits';
import { type Route, routeOf } from './route';

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
    private readonly chosen: ChosenAccount,
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
    if (known !== undefined) this.limits.chargeAccount(known.accountId);
    // What is refused for its bytes is charged all the same. A public route reads its body, if any, in the next guard.
    if (!route.public) response.turn?.check();
    if (route.public) {
      request.principal = null;
      return true;
    }
    if (token === undefined) return this.admitAnonymous(request, route);
    const isEnough = route.optimistic && !route.superadmin && !route.admin;
    if (
      !isEnough ||
      known === undefined ||
      (known.scopes !== undefined && !route.scoped) ||
      !this.recall(request, known)
    ) {
      return this.admit(request, token, route, known);
    }
    if (known.credential.kind === 'api_key') this.usage.note(known);
    request.principal = known;
    return true;
  }

  /** Whether it is known which account the caller names, who may name none. */
  private recall(request: Request, principal: Principal): boolean {
    const reference = namedAccount(request);
    if (reference === undefined) return true;
    const chosen = this.chosen.recall(principal, reference);
    if (chosen === null) return false;
    request.accountId = chosen;
    return true;
  }

  private async admit(request: Request, token: string, route: Route, charged: Principal | undefined): Promise<boolean> {
    const principal = await this.authenticator.authenticate(token);
    if (charged === undefined) this.limits.chargeAccount(principal.accountId);
    if (!route.scoped && principal.scopes !== undefined) throw scopeMissing();
    if (route.superadmin && principal.accountId !== SYSTEM_ACCOUNT_ID) throw superadminRequired();
    if (route.admin && !isAdmin(principal)) throw adminRequired();
    request.principal = principal;
    const reference = namedAccount(request);
    if (reference !== undefined) request.accountId = await this.chosen.resolve(principal, reference);
    return true;
  }

  private admitAnonymous(request: Request, route: Route): boolean | Promise<boolean> {
    if (!route.optional) throw credentialsMissing();
    request.principal = null;
    const reference = namedAccount(request);
    const known = this.anonymous.recall(reference);
    if (known === null) return this.scopeAnonymous(request, reference);
    this.limits.chargeAccount(known);
    request.accountId = known;
    return true;
  }

  private async scopeAnonymous(request: Request, reference: string | undefined): Promise<boolean> {
    const accountId = await this.anonymous.resolve(reference);
    this.limits.chargeAccount(accountId);
    request.accountId = accountId;
    return true;
  }
}
