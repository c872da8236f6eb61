/** Where the one-time token of the first set-up is kept, as a hash. */
import type { Transaction } from './transactions';

export abstract class SetupStore {
  /** The newest token is the only one. */
  abstract replace(tx: Transaction, tokenHash: string, createdAt: string, expiresAt: string): Promise<void>;

  abstract isValid(tokenHash: string, now: string): Promise<boolean>;

  /** Uses the token up. false: it is unknown, expired, or somebody else used it first. */
  abstract consume(tx: Transaction, tokenHash: string, now: string): Promise<boolean>;

  abstract clear(tx: Transaction): Promise<void>;
}
