/** Where sessions and the refresh tokens that prolong them are kept. */
import type { Account, ShownAccount } from '#domain/accounts/account';
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

/** What a session knows of the token that prolongs it: the id that stays, and the hash of the newest secret. */
export interface RefreshKey {
  readonly id: string;
  readonly hash: string;
}

/** A session that nobody has ended, though it may have expired, with whom it lets in. */
export interface RefreshableSession extends Pick<Session, 'id' | 'createdAt' | 'expiresAt'> {
  readonly refreshId: string;
  readonly refreshHash: string;
  readonly user: User;
  readonly account: ShownAccount & Pick<Account, 'status'>;
}

export abstract class SessionStore {
  abstract insert(tx: Transaction, session: Session, key: RefreshKey): Promise<void>;

  /** Without a token that prolongs it. Does nothing when the session is there, ended or not. */
  abstract insertIfFree(tx: Transaction, session: Session): Promise<void>;

  abstract findRefreshable(refreshId: string): Promise<RefreshableSession | null>;

  /**
   * Puts the hash of the next token in the place of the one that was found; the session then lives as long as that. Rejects
   * with WorkRefused when the session has another one by now or was revoked, or its user is no longer as it was found.
   */
  abstract rotate(session: RefreshableSession, nextHash: string, expiresAt: string): SharedWork<void>;

  /**
   * Revokes the session, unless the token with this hash could still prolong it as far as token and user are concerned.
   * false: it could, or the session was revoked before.
   */
  abstract revokeUnlessUsable(tx: Transaction, sessionId: string, hash: string, now: string): Promise<boolean>;

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
