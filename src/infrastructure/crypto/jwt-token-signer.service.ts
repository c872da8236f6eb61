import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { JwtService, TokenExpiredError, type JwtVerifyOptions } from '@nestjs/jwt';
import { type AccessClaims, TokenSigner, type VerifiedToken } from '#application/ports/token-signer';
import { signApiKey, verifyApiKey } from '#domain/auth/api-key-token';
import { tokenExpired, tokenInvalid } from '#domain/auth/auth-errors';
import { newSecret } from '#domain/auth/opaque-token';
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
  private readonly apiKeyKey: Buffer;
  private readonly keyId: string;

  constructor(options: IdentityOptions) {
    super();
    this.accessTokenSeconds = options.accessTokenMinutes * SECONDS_PER_MINUTE;
    this.apiKeyKey = deriveKey(options.secretKey, 'api-key');
    const secret = deriveKey(options.secretKey, 'jwt');
    // Names the key without telling anything of it: tokens of a replaced secret are recognisable in a log.
    this.keyId = createHash('sha256').update(secret).digest('hex').slice(0, KEY_ID_LENGTH);
    this.jwt = new JwtService({
      secret,
      signOptions: {
        algorithm: ALGORITHM,
        issuer: ISSUER,
        audience: AUDIENCE,
        keyid: this.keyId,
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

  override signApiKey(id: string): string {
    return signApiKey(id, newSecret(), this.apiKeyKey);
  }

  override verifyApiKey(token: string): string | null {
    return verifyApiKey(token, this.apiKeyKey);
  }

  private read(token: string, options: JwtVerifyOptions): VerifiedToken {
    const claims = this.jwt.verify<Record<string, unknown>>(token, options);
    const { sub, sid, exp, type } = claims as { sub?: unknown; sid?: unknown; exp?: unknown; type?: unknown };
    if (type !== ACCESS_TYPE || typeof exp !== 'number') throw tokenInvalid();
    if (typeof sub !== 'string' || typeof sid !== 'string' || !isId(sub) || !isId(sid)) throw tokenInvalid();
    return { sessionId: sid, userId: sub, expiresAt: exp * MS_PER_SECOND };
  }
}
