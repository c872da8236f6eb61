import { Logger } from '@nestjs/common';
import { createLocalJWKSet, type CryptoKey, errors, type JSONWebKeySet, type JWSHeaderParameters } from 'jose';
import { issuerUnavailable } from '#domain/auth/issuer-errors';

const logger = new Logger('TrustedIssuer');

interface KeyTimes {
  /** How long published keys are trusted without asking again. */
  readonly liveMs: number;
  /** The pause between two requests that strangers can cause: for a key that is not known, and after a failure. */
  readonly pauseMs: number;
}

/**
 * The issuer's keys, fetched when they are needed. Anybody can send a token that names a new key, so unknown keys and
 * failures cost the issuer one request per pause, shared by all who wait for its answer; known keys wait for nothing.
 */
export class IssuerKeys {
  private keys: ReturnType<typeof createLocalJWKSet> | null = null;
  private loadedAt = Number.NEGATIVE_INFINITY;
  private failedAt = Number.NEGATIVE_INFINITY;
  private loading: Promise<void> | null = null;

  constructor(
    private readonly load: () => Promise<JSONWebKeySet>,
    private readonly times: KeyTimes,
  ) {}

  /** Throws issuerUnavailable when the keys are not known and cannot be fetched, and jose's errors otherwise. */
  async find(header: JWSHeaderParameters): Promise<CryptoKey> {
    if (this.keys !== null && this.isFresh()) {
      try {
        return await this.keys(header);
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey) || this.isPaused(this.loadedAt)) throw error;
      }
    }
    await this.reload();
    if (this.keys === null || !this.isFresh()) throw issuerUnavailable();
    return this.keys(header);
  }

  private reload(): Promise<void> {
    if (this.loading === null) {
      if (this.isPaused(this.failedAt)) return Promise.resolve();
      this.loading = this.ask().finally(() => (this.loading = null));
    }
    return this.loading;
  }

  private async ask(): Promise<void> {
    try {
      this.keys = createLocalJWKSet(await this.load());
      this.loadedAt = performance.now();
    } catch (error) {
      this.failedAt = performance.now();
      logger.warn(`The keys of the trusted issuer cannot be read: ${reasonOf(error)}`);
    }
  }

  private isFresh(): boolean {
    return performance.now() - this.loadedAt < this.times.liveMs;
  }

  private isPaused(since: number): boolean {
    return performance.now() - since < this.times.pauseMs;
  }
}

/**
 * An error of fetch says only that it failed; its cause says why, but only by its code where several addresses failed.
 */
function reasonOf(error: unknown): string {
  const { cause = error } = error as { readonly cause?: unknown };
  const { message, code } = cause as { readonly message?: string; readonly code?: string };
  return message || code || String(cause);
}
