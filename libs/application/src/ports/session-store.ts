/** Where sessions and the refresh tokens that prolong them are kept. */
import type { Client } from '#domain/kernel/request-context';
import type { Transaction } from './transactions';

/** `address` and `userAgent`: of the device that logged in. */
export interface Session extends Client {
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

/** `known`: one was from the same device. */
export type EarlierSessions = 'none' | 'others' | 'known';

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

  /** The user's sessions that have not ended, newest first. */
  abstract listLive(userId: string, now: string, skip: number, limit: number): Promise<SessionPage>;

  /** Whether the user had sessions before, and one from this device; asked before a new one is inserted. */
  abstract findEarlier(tx: Transaction, userId: string, device: Client): Promise<EarlierSessions>;

  abstract revoke(tx: Transaction, sessionId: string, now: string): Promise<void>;

  /** false: the user has no such session that has not ended. */
  abstract revokeOwn(tx: Transaction, userId: string, sessionId: string, now: string): Promise<boolean>;

  /** All but the one named by `except`. */
  abstract revokeAllOfUser(tx: Transaction, userId: string, now: string, except?: string): Promise<void>;
}
