/** Single-use secrets that a user gets by mail: one of each purpose at a time, kept as a hash, deleted by their use. */
import type { Transaction } from './transactions';

export type TokenPurpose = 'verify_email' | 'reset_password' | 'change_email';

export interface UserToken {
  readonly id: string;
  readonly userId: string;
  readonly purpose: TokenPurpose;
  readonly tokenHash: string;
  /** The address that the secret goes to, and that its use proves. */
  readonly email: string;
  readonly emailKey: string;
  readonly createdAt: string;
  readonly expiresAt: string;
}

export abstract class UserTokenStore {
  /**
   * Stores it, and ends the user's earlier secret of the purpose. false: the earlier one was made after `since`, so it
   * stays and nothing was written. `perAddress`: only a secret that went to the same address counts.
   */
  abstract replaceUnlessSince(tx: Transaction, token: UserToken, since: string, perAddress: boolean): Promise<boolean>;

  /** How many secrets, of any user and purpose, went to the address after `since`. */
  abstract countSentTo(tx: Transaction, emailKey: string, since: string): Promise<number>;

  /** Finds a secret that has not expired, without using it. */
  abstract find(tokenHash: string, purpose: TokenPurpose, now: string): Promise<UserToken | null>;

  /** Uses the secret up. null: it is unknown, expired, or somebody else was first. */
  abstract consume(tx: Transaction, tokenHash: string, purpose: TokenPurpose, now: string): Promise<UserToken | null>;

  abstract deleteAllOfUser(tx: Transaction, userId: string): Promise<void>;
}
