/** Where API keys are kept: never the key, only its hash and its last four characters. */
import type { Transaction } from './transactions';

export interface ApiKey {
  readonly id: string;
  readonly accountId: string;
  readonly userId: string;
  readonly name: string;
  readonly last4: string;
  /** What the key is limited to; null: everything that its owner may. */
  readonly scopes: readonly string[] | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
  readonly lastUsedAt: string | null;
}

export abstract class ApiKeyStore {
  abstract insert(tx: Transaction, key: ApiKey, keyHash: string): Promise<void>;

  /** Not revoked and not expired. */
  abstract countActive(tx: Transaction, userId: string, now: string): Promise<number>;

  /** The user's own keys, newest first. */
  abstract list(userId: string, skip: number, limit: number): Promise<{ items: ApiKey[]; total: number }>;

  abstract find(userId: string, id: string): Promise<ApiKey | null>;

  /** null: the user has no such key. Revoking twice is the same as once, and not new the second time. */
  abstract revoke(
    tx: Transaction,
    userId: string,
    id: string,
    now: string,
  ): Promise<{ readonly isNew: boolean } | null>;

  /** In all accounts: what is limited to one collection is limited to it under its new name. Owners' authorisation moves. */
  abstract renameInScopes(tx: Transaction, from: string, to: string): Promise<void>;

  /** Notes the use, unless a use after `since` has been noted. */
  abstract touch(tx: Transaction, id: string, now: string, since: string): Promise<void>;
}
