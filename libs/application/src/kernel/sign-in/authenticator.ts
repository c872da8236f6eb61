/** Turns the credential of a request into a principal. */
import * as errors from '#domain/auth/auth-errors';
import { isApiKeyShaped } from '#domain/auth/api-key-token';
import { hashSecret, sameHash } from '#domain/auth/opaque-token';
import type { Clock } from '#domain/kernel/clock';
import type { DomainError } from '#domain/kernel/errors';
import type { Principal } from '#domain/kernel/request-context';
import type { Callers } from '../callers';
import type { CredentialKey, Principals, StoredPrincipal } from '../../ports/principals';
import type { TokenSigner } from '../../ports/token-signer';
import type { KeyUsage } from './key-usage';
import type { TrustedIssuer } from './trusted-issuer';

/** Longer than every token we make; longer texts would only fill the cache's hash function. */
const MAX_TOKEN_LENGTH = 4096;

interface Read {
  readonly stored: StoredPrincipal;
  /** Unix milliseconds. */
  readonly expiresAt: number;
}

export class Authenticator {
  constructor(
    private readonly signer: TokenSigner,
    private readonly principals: Principals,
    private readonly callers: Callers,
    private readonly usage: KeyUsage,
    private readonly issuer: TrustedIssuer,
    private readonly clock: Clock,
  ) {}

  /** Throws 401 unless the credential is valid in the database now. `token`: empty for one that is not understood. */
  async authenticate(token: string): Promise<Principal> {
    const known = this.callers.recall(token);
    if (known === undefined) return this.admit(token);
    this.usage.note(known);
    return this.callers.confirm(known);
  }

  private async admit(token: string): Promise<Principal> {
    if (token === '') throw errors.credentialUnreadable();
    if (token.length > MAX_TOKEN_LENGTH) throw errors.tokenInvalid();
    const { stored, expiresAt } = isApiKeyShaped(token) ? await this.readApiKey(token) : await this.readSession(token);
    if (expiresAt <= this.clock.now()) throw errors.tokenExpired();
    this.callers.remember(token, stored.principal, expiresAt);
    return stored.principal;
  }

  private async readSession(token: string): Promise<Read> {
    if (this.issuer.claims(token)) return this.readIssuerToken(token);
    const { sessionId, userId, expiresAt } = this.signer.verifyAccessToken(token);
    const stored = await this.get({ kind: 'session', id: sessionId }, errors.tokenRevoked);
    if (stored.principal.userId !== userId) throw errors.tokenInvalid();
    return { stored, expiresAt: Math.min(expiresAt, endOf(stored)) };
  }

  private async readIssuerToken(token: string): Promise<Read> {
    const stored = await this.get({ kind: 'session', id: await this.issuer.exchange(token) }, errors.tokenRevoked);
    return { stored, expiresAt: endOf(stored) };
  }

  private async readApiKey(token: string): Promise<Read> {
    const id = this.signer.verifyApiKey(token);
    if (id === null) throw errors.apiKeyInvalid();
    const stored = await this.get({ kind: 'api_key', id }, errors.apiKeyInvalid);
    // The signature alone would let a stolen signing key make keys for known ids; the stored hash does not.
    if (stored.keyHash === null || !sameHash(hashSecret(token), stored.keyHash)) throw errors.apiKeyInvalid();
    const expiresAt = endOf(stored);
    if (expiresAt <= this.clock.now()) throw errors.apiKeyExpired();
    this.usage.note(stored.principal);
    return { stored, expiresAt };
  }

  private async get(key: CredentialKey, gone: () => DomainError): Promise<StoredPrincipal> {
    const stored = await this.principals.find(key);
    if (!stored) throw gone();
    return stored;
  }
}

function endOf(stored: StoredPrincipal): number {
  return stored.expiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(stored.expiresAt);
}
