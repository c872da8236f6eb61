import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { AnonymousScope } from '#application/kernel/anonymous-scope';
import { Authenticator } from '#application/kernel/sign-in/authenticator';
import { adminRequired, credentialsMissing, scopeMissing, superadminRequired } from '#domain/auth/auth-errors';
import { isAdmin } from '#domain/auth/permissions';
import { SYSTEM_ACCOUNT_ID } from '#domain/kernel/request-context';
import { ACCESS } from './access.decorator';
import { credentialToken } from './credential-token';

const ACCOUNT_HEADER = 'x-account-id';

type Access = Readonly<Record<keyof typeof ACCESS, boolean>>;

/**
 * Finds out who asks, for every route alike; what a route demands is declared on it (access.decorator.ts), and a route that
 * declares nothing is closed. A guard rather than a middleware: it is bound to the handler, not to a spelling of the path.
 */
@Injectable()
export class AuthGuard implements CanActivate {
  /** Reading metadata costs more than the rest of this guard, and it never changes. */
  private readonly accessOf = new WeakMap<object, Access>();

  constructor(
    private readonly reflector: Reflector,
    private readonly authenticator: Authenticator,
    private readonly anonymous: AnonymousScope,
  ) {}

  /** Answers at once when everything needed is remembered; the hot path then costs no turn of the event loop. */
  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    const access = this.access(context);
    if (access.public) {
      request.principal = null;
      return true;
    }
    const token = credentialToken(request);
    if (token === undefined) return this.admitAnonymous(request, access);
    const known =
      access.optimistic && !access.superadmin && !access.admin ? this.authenticator.recall(token) : undefined;
    if (known === undefined || (known.scopes !== undefined && !access.scoped))
      return this.admit(request, token, access);
    request.principal = known;
    return true;
  }

  private async admit(request: Request, token: string, access: Access): Promise<boolean> {
    const principal = await this.authenticator.authenticate(token);
    if (!access.scoped && principal.scopes !== undefined) throw scopeMissing();
    if (access.superadmin && principal.accountId !== SYSTEM_ACCOUNT_ID) throw superadminRequired();
    if (access.admin && !isAdmin(principal)) throw adminRequired();
    request.principal = principal;
    return true;
  }

  private admitAnonymous(request: Request, access: Access): boolean | Promise<boolean> {
    if (!access.optional) throw credentialsMissing();
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

  private access(context: ExecutionContext): Access {
    const handler = context.getHandler();
    let access = this.accessOf.get(handler);
    if (access === undefined) {
      const targets = [handler, context.getClass()];
      const has = (key: string): boolean => this.reflector.getAllAndOverride<boolean>(key, targets) === true;
      access = {
        public: has(ACCESS.public),
        optional: has(ACCESS.optional),
        optimistic: has(ACCESS.optimistic),
        superadmin: has(ACCESS.superadmin),
        admin: has(ACCESS.admin),
        scoped: has(ACCESS.scoped),
      };
      this.accessOf.set(handler, access);
    }
    return access;
  }
}
