/** Makes and checks the signed texts that stand for a session or an API key. Never touches the database. */
import type { RefreshTokenParts } from '#domain/auth/refresh-token';

export interface AccessClaims {
  readonly sessionId: string;
  readonly userId: string;
  readonly accountId: string;
  readonly email: string;
  readonly role: string;
}

export interface VerifiedToken {
  readonly sessionId: string;
  readonly userId: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

export abstract class TokenSigner {
  /** Seconds that an access token lives. */
  abstract readonly accessTokenSeconds: number;

  abstract signAccessToken(claims: AccessClaims): string;

  /** Throws tokenExpired or tokenInvalid. */
  abstract verifyAccessToken(token: string): VerifiedToken;

  /** The session of a genuine token, expired or not; null for every other text. */
  abstract sessionOf(token: string): VerifiedToken | null;

  /** The refresh token with this secret for the session that `refreshId` names. */
  abstract markRefreshToken(refreshId: string, secret: string): string;

  /** Whether this server, with its present secret key or an accepted former one, once issued exactly this token. */
  abstract hasIssued(token: RefreshTokenParts): boolean;

  abstract signApiKey(id: string): string;

  /** The key's row id; null for a text that we did not sign. */
  abstract verifyApiKey(token: string): string | null;
}
