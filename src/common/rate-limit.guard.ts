import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import {
  InjectThrottlerOptions,
  InjectThrottlerStorage,
  ThrottlerGuard,
  type ThrottlerModuleOptions,
} from '@nestjs/throttler';
import type { Request, Response } from 'express';
import { Authenticator } from '#application/kernel/sign-in/authenticator';
import { networkOf } from '#domain/auth/client-network';
import { DomainError } from '#domain/kernel/errors';
import { type Principal, SYSTEM_ACCOUNT_ID } from '#domain/kernel/request-context';
import { AppConfig } from '../config/app-config';
import { type Rate, TokenBuckets } from '../infrastructure/throttling/token-buckets';
import { ACCESS } from './access.decorator';
import { clientAddress } from './client-address';
import { credentialToken } from './credential-token';

const MINUTE_MS = 60_000;
/** One for all requests. */
const ADMITTED = Promise.resolve(true);

interface Limit extends Rate {
  /** Header values. */
  readonly perMinute: string;
  readonly burst: string;
}

interface Route {
  /** Below the API prefix: probes and the set-up page are not counted. */
  readonly isCounted: boolean;
  /** Nobody looks at a credential there, so it must not choose what the request is charged to. */
  readonly isPublic: boolean;
  readonly isAuthentication: boolean;
}

/**
 * Limits how often a user, or an address without a credential, may ask. The throttler's own guard reads metadata and hashes
 * a key with every request; this one knows its few limits and never waits. A token that is not remembered is charged to the
 * address, so that invalid tokens are never free.
 */
@Injectable()
export class RateLimitGuard extends ThrottlerGuard {
  private readonly routes = new WeakMap<object, Route>();
  private readonly prefix: string;
  private readonly ofUser: Limit;
  private readonly ofAddress: Limit;
  /** By path as `normalise` writes it. */
  private readonly ofEndpoint: ReadonlyMap<string, Limit>;

  constructor(
    @InjectThrottlerOptions() options: ThrottlerModuleOptions,
    @InjectThrottlerStorage() private readonly buckets: TokenBuckets,
    reflector: Reflector,
    private readonly authenticator: Authenticator,
    config: AppConfig,
  ) {
    super(options, buckets, reflector);
    const limit = (perMinute: number): Limit => limitOf(perMinute, config.rateLimitBurstMultiplier);
    this.prefix = config.apiPrefix;
    this.ofUser = limit(config.rateLimitAuthenticatedPerMinute);
    this.ofAddress = limit(config.rateLimitPerMinute);
    this.ofEndpoint = new Map(
      Object.entries(config.rateLimitEndpoints).map(([path, perMinute]) => [normalise(path), limit(perMinute)]),
    );
  }

  override canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const route = this.routeOf(context, request);
    if (!route.isCounted) return ADMITTED;
    const principal = route.isPublic ? undefined : this.principalOf(request);
    if (principal?.accountId === SYSTEM_ACCOUNT_ID && !route.isAuthentication) return ADMITTED;

    // An id and an address never look alike.
    let key = principal?.userId ?? networkOf(clientAddress(request) ?? '');
    let limit = principal === undefined ? this.ofAddress : this.ofUser;
    if (this.ofEndpoint.size > 0) {
      const path = normalise(request.path);
      const own = this.ofEndpoint.get(path);
      if (own !== undefined) {
        limit = own;
        key += path;
      }
    }
    this.charge(key, limit, http.getResponse<Response>());
    return ADMITTED;
  }

  private charge(key: string, limit: Limit, response: Response): void {
    const { isAdmitted, remaining, reset, retryAfter } = this.buckets.take(key, limit, Date.now());
    response.setHeader('X-RateLimit-Limit', limit.perMinute);
    response.setHeader('X-RateLimit-Burst', limit.burst);
    response.setHeader('X-RateLimit-Remaining', remaining);
    response.setHeader('X-RateLimit-Reset', reset);
    if (!isAdmitted) throw rateLimited(retryAfter);
  }

  private principalOf(request: Request): Principal | undefined {
    const token = credentialToken(request);
    return token === undefined ? undefined : this.authenticator.recall(token);
  }

  private routeOf(context: ExecutionContext, request: Request): Route {
    const handler = context.getHandler();
    let route = this.routes.get(handler);
    if (route === undefined) {
      // The path as it was declared, however the caller writes it.
      const path = `${(request.route as { readonly path: string }).path}/`;
      route = {
        isCounted: path.startsWith(`${this.prefix}/`),
        isPublic: this.reflector.getAllAndOverride<boolean>(ACCESS.public, [handler, context.getClass()]) === true,
        isAuthentication: path.startsWith(`${this.prefix}/auth/`),
      };
      this.routes.set(handler, route);
    }
    return route;
  }
}

function limitOf(perMinute: number, burstMultiplier: number): Limit {
  const capacity = Math.max(1, Math.floor(perMinute * burstMultiplier));
  return { interval: MINUTE_MS / perMinute, capacity, perMinute: String(perMinute), burst: String(capacity) };
}

/** A path as the router reads it: in either case, with or without a slash at the end, percent-encoded or not. */
function normalise(path: string): string {
  let plain = path;
  if (path.includes('%')) {
    try {
      plain = decodeURIComponent(path);
    } catch {
      // The router refuses it.
    }
  }
  const lower = plain.toLowerCase();
  return lower.length > 1 && lower.endsWith('/') ? lower.slice(0, -1) : lower;
}

function rateLimited(retryAfter: number): DomainError {
  const message = `Rate limit exceeded. Try again in ${retryAfter} seconds.`;
  return new DomainError('RATE_LIMITED', 'rate_limited', message, { body: { retryAfter } });
}
