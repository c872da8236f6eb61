/** Finds the session that a refresh token belongs to, for who refreshes it and who logs out. */
import { sameHash } from '#domain/auth/opaque-token';
import { parseRefreshToken } from '#domain/auth/refresh-token';
import type { RefreshableSession, SessionStore } from '../ports/session-store';
import type { TokenSigner } from '../ports/token-signer';

export interface GenuineToken {
  readonly session: RefreshableSession;
  /** Of its secret. */
  readonly hash: string;
  /** false: the session has gone on to another token, so that this one was used before. */
  readonly isNewest: boolean;
}

export class RefreshTokens {
  constructor(
    private readonly sessions: SessionStore,
    private readonly signer: TokenSigner,
  ) {}

  /**
   * null: no token of a session that nobody has ended. The newest token of a session is known by its secret, whatever its
   * mark, so that no session is lost with a secret key.
   */
  async find(token: string): Promise<GenuineToken | null> {
    const parts = parseRefreshToken(token);
    const session = parts && (await this.sessions.findRefreshable(parts.id));
    if (!session) return null;
    const { hash } = parts;
    const isNewest = sameHash(hash, session.refreshHash);
    // Whoever only knows or guesses an id must not end its session.
    return isNewest || this.signer.hasIssued(parts) ? { session, hash, isNewest } : null;
  }
}
