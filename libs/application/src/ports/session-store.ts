/** Where sessions and the refresh tokens that prolong them are kept. */
import type { Transaction } from './unit-of-work';

export interface Session {
  readonly id: string;
  readonly accountId: string;
  readonly userId: string;
  readonly createdAt: string;
  /** The end of its newest refresh token. */
  readonly expiresAt: string;
  readonly ip: string | null;
  readonly userAgent: string | null;
}

export interface RefreshToken {
  readonly id: string;
  readonly sessionId: string;
  readonly tokenHash: string;
  readonly createdAt: string;
  readonly expiresAt: string;
}

export interface StoredRefreshToken extends RefreshToken {
  readonly usedAt: string | null;
  readonly session: Session & { readonly revokedAt: string | null };
}

export abstract class SessionStore {
  /** Also forgets the user's sessions that ended, so that rows stay few. */
  abstract insert(tx: Transaction, session: Session): Promise<void>;

  /** The session then lives as long as the token. Also forgets the session's expired tokens. */
  abstract insertRefreshToken(tx: Transaction, token: RefreshToken): Promise<void>;

  abstract findRefreshToken(id: string): Promise<StoredRefreshToken | null>;

  /** Marks the token used. false: somebody else used it first, or its session was revoked. */
  abstract useRefreshToken(tx: Transaction, id: string, now: string): Promise<boolean>;

  abstract revoke(tx: Transaction, sessionId: string, now: string): Promise<void>;
  abstract revokeAllOfUser(tx: Transaction, userId: string, now: string): Promise<void>;
}
