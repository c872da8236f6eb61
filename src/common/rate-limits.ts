import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { networkOf } from '#domain/auth/client-network';
import { Clock } from '#domain/kernel/clock';
import { DomainError } from '#domain/kernel/errors';
import { type Principal, SYSTEM_ACCOUNT_ID } from '#domain/kernel/request-context';
import { AppConfig } from '../config/app-config';
import { RequestQuotas } from '../infrastructure/throttling/request-quotas.service';
import { type Rate, TokenBuckets } from '../infrastructure/throttling/token-buckets';
import { clientAddress } from './client-address';

const MINUTE_MS = 60_000;

interface Limit extends Rate {
  /** Header values. */
  readonly perMinute: string;
  readonly burst: string;
}

/**
 * Limits how often a user, an address without a credential, or an account with a quota may ask. It knows its few limits and
 * never waits.
 */
@Injectable()
export class RateLimits {
  private readonly isOn: boolean;
  private readonly burstMultiplier: number;
  private readonly counted: string;
  private readonly authentication: string;
  private readonly ofUser: Limit;
  private readonly ofAddress: Limit;
  /** By path as `normalise` writes it. */
  private readonly ofEndpoint: ReadonlyMap<string, Limit>;

  constructor(
    config: AppConfig,
    private readonly buckets: TokenBuckets,
    private readonly quotas: RequestQuotas,
    private readonly clock: Clock,
  ) {
    this.burstMultiplier = config.rateLimitBurstMultiplier;
    const limit = (perMinute: number): Limit => limitOf(perMinute, this.burstMultiplier);
    this.isOn = config.rateLimitEnabled;
    this.counted = `${config.apiPrefix}/`;
    this.authentication = `${config.apiPrefix}/auth/`;
    this.ofUser = limit(config.rateLimitAuthenticatedPerMinute);
    this.ofAddress = limit(config.rateLimitPerMinute);
    this.ofEndpoint = new Map(
      Object.entries(config.rateLimitEndpoints).map(([path, perMinute]) => [normalise(path), limit(perMinute)]),
    );
  }

  /**
   * Throws 429 for a request too many. It is charged to the principal that the token is remembered for. Any other token
   * is charged to the address, so that invalid ones are never free; so is everything on public routes, where
   * credentials are not checked. Probes and pages, which are outside the API prefix, are not counted, nor is what
   * superadmins do once they are signed in.
   */
  charge(request: Request, response: Response, principal: Principal | undefined): void {
    if (!this.isOn) return;
    // The path as it was declared, whatever spelling the caller used.
    const path = `${(request.route as { readonly path: string }).path}/`;
    if (!path.startsWith(this.counted)) return;
    if (principal?.accountId === SYSTEM_ACCOUNT_ID && !path.startsWith(this.authentication)) return;

    // An id and an address never look alike.
    let key = principal?.userId ?? networkOf(clientAddress(request) ?? '');
    let limit = principal === undefined ? this.ofAddress : this.ofUser;
    if (this.ofEndpoint.size > 0) {
      const asked = normalise(request.path);
      const own = this.ofEndpoint.get(asked);
      if (own !== undefined) {
        limit = own;
        key += asked;
      }
    }
    this.take(key, limit, response);
  }

  /**
   * Throws 429 for a request too many of the account, by whomever: members and strangers share its quota. For every request
   * whose account is known, once.
   */
  chargeAccount(accountId: string): void {
    const perMinute = this.quotas.isAny ? this.quotas.of(accountId) : 0;
    if (perMinute === 0) return;
    const rate = limitOf(perMinute, this.burstMultiplier);
    const { isAdmitted, retryAfter } = this.buckets.take(`account ${accountId}`, rate, this.clock.now());
    if (!isAdmitted) throw rateLimited(retryAfter, 'Rate limit of the account exceeded');
  }

  private take(key: string, limit: Limit, response: Response): void {
    const { isAdmitted, remaining, reset, retryAfter } = this.buckets.take(key, limit, this.clock.now());
    response.setHeader('X-RateLimit-Limit', limit.perMinute);
    response.setHeader('X-RateLimit-Burst', limit.burst);
    response.setHeader('X-RateLimit-Remaining', remaining);
    response.setHeader('X-RateLimit-Reset', reset);
    if (!isAdmitted) throw rateLimited(retryAfter);
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

function rateLimited(retryAfter: number, what = 'Rate limit exceeded'): DomainError {
  const message = `${what}. Try again in ${retryAfter} seconds.`;
  return new DomainError('RATE_LIMITED', 'rate_limited', message, { body: { retryAfter } });
}
