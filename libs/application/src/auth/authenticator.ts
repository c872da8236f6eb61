/**
 * Turns the credential of a request into a principal. What was proven once is remembered, so that the hot path neither
 * verifies a signature nor asks the database; that is safe because every statement, or findStamp here, compares the
 * principal's stamp with the database's before anything is shown or written.
 */
import * as errors from '#domain/auth/auth-errors';
import { isApiKeyShaped } from '#domain/auth/api-key-token';
import { hashSecret, sameHash } from '#domain/auth/opaque-token';
import type { DomainError } from '#domain/kernel/errors';
import type { Principal, RequestContext } from '#domain/kernel/request-context';
import type { PrincipalStore, StoredPrincipal } from '../ports/principal-store';
import type { TokenSigner } from '../ports/token-signer';
import { GenerationCache } from '#domain/kernel/generation-cache';
import type { KeyUsage } from './key-usage';
import type { TrustedIssuer } from './trusted-issuer';

const MAX_REMEMBERED = 20_000;
/** Longer than every token we make; longer texts would only fill the cache's hash function. */
const MAX_TOKEN_LENGTH = 4096;

/** What is known of one token. `principal` is replaced when it was read again, null when the credential is gone. */
interface Entry {
  readonly token: string;
  readonly expiresAt: number;
  principal: Principal | null;
}

export class Authenticator {
  private readonly entries = new GenerationCache<Entry>(MAX_REMEMBERED);
  private readonly entryOf = new WeakMap<Principal, Entry>();

  constructor(
    private readonly signer: TokenSigner,
    private readonly principals: PrincipalStore,
    private readonly usage: KeyUsage,
    private readonly issuer: TrustedIssuer,
  ) {}

  /** The principal as last read, for routes whose statements compare the stamp; undefined: ask authenticate. */
  recall(token: string): Principal | undefined {
    const entry = this.entries.get(token);
    if (!entry?.principal || entry.expiresAt <= Date.now()) return undefined;
    if (entry.principal.credential.kind === 'api_key') this.usage.note(entry.principal);
    return entry.principal;
  }

  /** Throws 401 unless the credential holds in the database now. */
  async authenticate(token: string): Promise<Principal> {
    const known = this.recall(token);
    if (!known) return this.admit(token);
    const stamp = await this.principals.findStamp(known.credential);
    return stamp === known.credential.stamp ? known : this.readAgain(known);
  }

  /** The context with its principal read again, after a statement found its stamp outdated; 401 when it is gone. */
  async refresh(ctx: RequestContext): Promise<RequestContext> {
    if (!ctx.principal) return ctx;
    return { ...ctx, principal: await this.readAgain(ctx.principal) };
  }

  private async readAgain(principal: Principal): Promise<Principal> {
    const stored = await this.principals.find(principal.credential);
    const entry = this.entryOf.get(principal);
    if (entry) entry.principal = stored?.principal ?? null;
    if (!stored) {
      if (entry) this.entries.delete(entry.token);
      throw errors.tokenRevoked();
    }
    if (entry) this.entryOf.set(stored.principal, entry);
    return stored.principal;
  }

  private async admit(token: string): Promise<Principal> {
    if (token.length > MAX_TOKEN_LENGTH) throw errors.tokenInvalid();
    const { stored, expiresAt } = isApiKeyShaped(token) ? await this.readApiKey(token) : await this.readSession(token);
    if (expiresAt <= Date.now()) throw errors.tokenExpired();
    const entry: Entry = { token, expiresAt, principal: stored.principal };
    this.entries.set(token, entry);
    this.entryOf.set(stored.principal, entry);
    return stored.principal;
  }

  private async readSession(token: string): Promise<{ stored: StoredPrincipal; expiresAt: number }> {
    if (this.issuer.claims(token)) return this.readIssuerToken(token);
    const { sessionId, userId, expiresAt } = this.signer.verifyAccessToken(token);
    const stored = await this.get({ kind: 'session', id: sessionId }, errors.tokenRevoked);
    if (stored.principal.userId !== userId) throw errors.tokenInvalid();
    return { stored, expiresAt: Math.min(expiresAt, endOf(stored)) };
  }

  private async readIssuerToken(token: string): Promise<{ stored: StoredPrincipal; expiresAt: number }> {
    const stored = await this.get({ kind: 'session', id: await this.issuer.exchange(token) }, errors.tokenRevoked);
    return { stored, expiresAt: endOf(stored) };
  }

  private async readApiKey(token: string): Promise<{ stored: StoredPrincipal; expiresAt: number }> {
    const id = this.signer.verifyApiKey(token);
    if (id === null) throw errors.apiKeyInvalid();
    const stored = await this.get({ kind: 'api_key', id }, errors.apiKeyInvalid);
    // The signature alone would let a stolen signing key make keys for known ids; the stored hash does not.
    if (stored.keyHash === null || !sameHash(hashSecret(token), stored.keyHash)) throw errors.apiKeyInvalid();
    const expiresAt = endOf(stored);
    if (expiresAt <= Date.now()) throw errors.apiKeyExpired();
    this.usage.note(stored.principal);
    return { stored, expiresAt };
  }

  private async get(
    key: Principal['credential'] | { kind: 'session' | 'api_key'; id: string },
    gone: () => DomainError,
  ): Promise<StoredPrincipal> {
    const stored = await this.principals.find(key);
    if (!stored) throw gone();
    return stored;
  }
}

function endOf(stored: StoredPrincipal): number {
  return stored.expiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(stored.expiresAt);
}
