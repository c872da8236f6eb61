import { createHash, createSecretKey, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { JwtService, TokenExpiredError, type JwtVerifyOptions } from '@nestjs/jwt';
import { type AccessClaims, TokenSigner, type VerifiedToken } from '#application/ports/token-signer';
import { signApiKey, verifyApiKey } from '#domain/auth/api-key-token';
import { tokenExpired, tokenInvalid } from '#domain/auth/auth-errors';
import { newSecret } from '#domain/auth/opaque-token';
import { formatRefreshToken, isMarkedWith, type RefreshTokenParts } from '#domain/auth/refresh-token';
import { isId } from '#domain/kernel/ids';
import { deriveKey } from './derive-key';
import { IdentityOptions } from './identity-options';

const ALGORITHM = 'HS256';
/** Both ends are this server; other issuers' tokens must never pass. */
const ISSUER = 'snackbase';
const AUDIENCE = 'snackbase';
const ACCESS_TYPE = 'access';
const KEY_ID_LENGTH = 8;
const MS_PER_SECOND = 1000;
const SECONDS_PER_MINUTE = 60;

@Injectable()
export class JwtTokenSigner extends TokenSigner {
  override readonly accessTokenSeconds: number;
  private readonly jwt: JwtService;
  /**
   * By their ids, which tokens name, so that no token is tried with several keys. They are key objects because the
   * library would test bytes each time for being a private key.
   */
  private readonly keys: ReadonlyMap<string, KeyObject>;
  /** The current one first, as below. */
  private readonly apiKeyKeys: readonly Buffer[];
  private readonly markingKeys: readonly Buffer[];

  constructor(options: IdentityOptions) {
    super();
    this.accessTokenSeconds = options.accessTokenMinutes * SECONDS_PER_MINUTE;
    const secrets = [options.secretKey, ...options.previousSecretKeys];
    this.apiKeyKeys = secrets.map((secret) => deriveKey(secret, 'api-key'));
    this.markingKeys = secrets.map((secret) => deriveKey(secret, 'refresh-token'));
    const keys = secrets.map((secret) => deriveKey(secret, 'jwt'));
    this.keys = new Map(keys.map((key) => [keyId(key), createSecretKey(key)]));
    const current = keyId(keys[0]!);
    this.jwt = new JwtService({
      // It is called with an object to sign, or with a text to check.
      secretOrKeyProvider: (_type, token) => (typeof token === 'string' ? this.keyOf(token) : this.keys.get(current)!),
      signOptions: {
        algorithm: ALGORITHM,
        issuer: ISSUER,
        audience: AUDIENCE,
        keyid: current,
        expiresIn: this.accessTokenSeconds,
      },
      verifyOptions: { algorithms: [ALGORITHM], issuer: ISSUER, audience: AUDIENCE },
    });
  }

  override signAccessToken({ sessionId, userId, accountId, email, role }: AccessClaims): string {
    return this.jwt.sign({
      sub: userId,
      sid: sessionId,
      user_id: userId,
      account_id: accountId,
      email,
      role,
      type: ACCESS_TYPE,
    });
  }

  override verifyAccessToken(token: string): VerifiedToken {
    try {
      return this.read(token, {});
    } catch (error) {
      throw error instanceof TokenExpiredError ? tokenExpired() : tokenInvalid();
    }
  }

  override sessionOf(token: string): VerifiedToken | null {
    try {
      return this.read(token, { ignoreExpiration: true });
    } catch {
      return null;
    }
  }

  override markRefreshToken(refreshId: string, secret: string): string {
    return formatRefreshToken(refreshId, secret, this.markingKeys[0]!);
  }

  override hasIssued(token: RefreshTokenParts): boolean {
    return this.markingKeys.some((key) => isMarkedWith(key, token));
  }

  override signApiKey(id: string): string {
    return signApiKey(id, newSecret(), this.apiKeyKeys[0]!);
  }

  override verifyApiKey(token: string): string | null {
    for (const key of this.apiKeyKeys) {
      const id = verifyApiKey(token, key);
      if (id !== null) return id;
    }
    return null;
  }

  private read(token: string, options: JwtVerifyOptions): VerifiedToken {
    const claims = this.jwt.verify<Record<string, unknown>>(token, options);
    const { sub, sid, exp, type } = claims as { sub?: unknown; sid?: unknown; exp?: unknown; type?: unknown };
    if (type !== ACCESS_TYPE || typeof exp !== 'number') throw tokenInvalid();
    if (typeof sub !== 'string' || typeof sid !== 'string' || !isId(sub) || !isId(sid)) throw tokenInvalid();
    return { sessionId: sid, userId: sub, expiresAt: exp * MS_PER_SECOND };
  }

  private keyOf(token: string): KeyObject {
    const decoded = this.jwt.decode<{ readonly header: { readonly kid?: unknown } } | null>(token, { complete: true });
    const kid = decoded?.header.kid;
    const key = typeof kid === 'string' ? this.keys.get(kid) : undefined;
    if (key === undefined) throw tokenInvalid();
    return key;
  }
}

/** Names a key without revealing anything of it, so that tokens of a replaced secret are recognisable. */
function keyId(key: Buffer): string {
  return createHash('sha256').update(key).digest('hex').slice(0, KEY_ID_LENGTH);
}
