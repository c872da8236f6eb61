/** Where sessions and the refresh tokens that prolong them are kept. */
import type { Account } from '#domain/accounts/account';
import type { User } from '#domain/auth/user';
import type { Device } from '#domain/kernel/request-context';
import type { SharedWork, Transaction } from './transactions';

/** `address` and `userAgent`: of the device that logged in. */
export interface Session extends Device {
  readonly id: string;
  readonly accountId: string;
  readonly userId: string;
  readonly createdAt: string;
  /** The end of its newest refresh token. */
  readonly expiresAt: string;
}

export interface SessionPage {
  readonly items: readonly Session[];
  readonly total: number;
}

export interface RefreshToken {
  readonly id: string;
  readonly tokenHash: string;
}

export interface StoredRefreshToken extends RefreshToken {
  readonly expiresAt: string;
  readonly isUsed: boolean;
  readonly session: Session & { readonly revokedAt: string | null };
  readonly user: User;
  readonly account: Account;
  /** The session has used tokens that ended some time ago. */
  readonly hasForgettable: boolean;
}

export abstract class SessionStore {
  abstract insert(tx: Transaction, session: Session, token: RefreshToken): Promise<void>;

  /** Without a token that prolongs it. Does nothing when the session is there, ended or not. */
  abstract insertIfFree(tx: Transaction, session: Session): Promise<void>;

  abstract findRefreshToken(id: string, now: string): Promise<StoredRefreshToken | null>;

  /**
   * Puts the next token in the place of this one; the session then lives as long as that. Rejects with WorkRefused when
   * the token is used, its session revoked, or the user no longer the one that was found.
   */
  abstract rotate(token: StoredRefreshToken, next: RefreshToken, expiresAt: string): SharedWork<void>;

  /** Revokes the token's session, unless the token could still prolong it as far as token and user are concerned. */
  abstract revokeUnlessUsable(tx: Transaction, token: StoredRefreshToken, now: string): Promise<boolean>;

  /** Used tokens of the session that ended: who brings one is refused with or without the row. */
  abstract forgetUsed(tx: Transaction, sessionId: string, now: string): Promise<void>;

  /** The user's sessions that ended, so that rows stay few. */
  abstract forgetEnded(tx: Transaction, userId: string, now: string): Promise<void>;

  /** The user's sessions that have not ended, newest first. */
  abstract listLive(userId: string, now: string, skip: number, limit: number): Promise<SessionPage>;

  abstract revoke(tx: Transaction, sessionId: string, now: string): Promise<void>;

  /** false: the user has no such session that has not ended. */
  abstract revokeOwn(tx: Transaction, userId: string, sessionId: string, now: string): Promise<boolean>;

  /** All but the one named by `except`. */
  abstract revokeAllOfUser(tx: Transaction, userId: string, now: string, except?: string): Promise<void>;
}
