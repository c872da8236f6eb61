import { decodeJwt, errors, type JWTPayload, jwtVerify } from 'jose';
import { type IssuerIdentity, IssuerTokens } from '#application/ports/issuer-tokens';
import { tokenExpired, tokenInvalid } from '#domain/auth/auth-errors';
import { algorithmUnsupported, claimsMissing, roleMissing, tokenTooOld } from '#domain/auth/issuer-errors';
import { ADMIN_ROLE } from '#domain/auth/user';
import { DomainError } from '#domain/kernel/errors';
import { ownValue } from '#domain/kernel/own-value';
import { fetchJwks } from './fetch-jwks';
import { IssuerKeys } from './issuer-keys';
import type { IssuerOptions } from './issuer-options';

/** Public keys only: with a shared secret, anybody who can check a token could make one. */
const ALGORITHMS = ['RS256', 'ES256'];
const PAUSE_MS = 10_000;
/** Seconds by which the issuer's clock may differ from ours. */
const CLOCK_TOLERANCE = 5;
const MS_PER_SECOND = 1000;

export class JwksIssuerTokens extends IssuerTokens {
  private readonly keys: IssuerKeys | null;

  /** null: no issuer is trusted. */
  constructor(private readonly options: IssuerOptions | null) {
    super();
    this.keys =
      options &&
      new IssuerKeys(() => fetchJwks(options.jwksUrl), {
        liveMs: options.keysLiveSeconds * MS_PER_SECOND,
        pauseMs: PAUSE_MS,
      });
  }

  override claims(token: string): boolean {
    if (this.options === null) return false;
    try {
      return decodeJwt(token).iss === this.options.issuer;
    } catch {
      return false;
    }
  }

  override async verify(token: string): Promise<IssuerIdentity> {
    const { options, keys } = this;
    if (options === null || keys === null) throw tokenInvalid();
    try {
      const { payload } = await jwtVerify(
        token,
        (header) => {
          if (typeof header.kid !== 'string') throw tokenInvalid();
          return keys.find(header);
        },
        {
          algorithms: ALGORITHMS,
          issuer: options.issuer,
          audience: options.audience,
          maxTokenAge: options.maxTokenAgeSeconds,
          clockTolerance: CLOCK_TOLERANCE,
          requiredClaims: ['sub', 'exp'],
        },
      );
      return identityOf(payload, options);
    } catch (error) {
      throw refusal(error);
    }
  }
}

function identityOf(payload: JWTPayload, options: IssuerOptions): IssuerIdentity {
  const { sub, exp, iat } = payload;
  const email = claim(payload, options.emailClaim);
  const role = claim(payload, options.roleClaim);
  if (typeof sub !== 'string' || exp === undefined || iat === undefined) throw claimsMissing();
  if (typeof email !== 'string' || typeof role !== 'string') throw claimsMissing();
  if (role !== ADMIN_ROLE) throw roleMissing();
  // An address that its holder did not prove must not make anybody one of our operators.
  if (String(payload['email_verified']) === 'false') throw claimsMissing();
  const end = Math.min(exp, iat + options.maxTokenAgeSeconds);
  return {
    subject: sub,
    email,
    issuedAt: Math.floor(iat * MS_PER_SECOND),
    expiresAt: Math.floor(end * MS_PER_SECOND),
  };
}

function claim(payload: JWTPayload, name: string): unknown {
  return ownValue(payload, name);
}

/** Any error that a token makes the library throw is the token's fault. */
function refusal(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  if (error instanceof errors.JOSEAlgNotAllowed || error instanceof errors.JOSENotSupported)
    return algorithmUnsupported();
  if (error instanceof errors.JWTExpired) return error.claim === 'iat' ? tokenTooOld() : tokenExpired();
  if (error instanceof errors.JWTClaimValidationFailed && error.reason === 'missing') return claimsMissing();
  return tokenInvalid();
}
