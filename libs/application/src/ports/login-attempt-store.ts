/** Where login attempts are counted, for all processes together. Each change is one atomic statement. */
import type { Transaction } from './transactions';

export interface AttemptCount {
  readonly count: number;
  /** For counts in a window: its beginning; otherwise the newest attempt. */
  readonly since: string;
}

/**
 * The keys that an attempt is counted under. A row under `known` says that the user has logged in from the address
 * before.
 */
export interface AttemptKeys {
  readonly address: string;
  readonly strangers: string;
  readonly known: string;
}

/** ISO 8601 times. */
export interface AttemptTimes {
  readonly now: string;
  /** Windows of an address that began before this are over. */
  readonly windowStart: string;
  readonly windowEnd: string;
  /** Failures for a user are forgotten when no attempt and no block came after this. */
  readonly forgottenAt: string;
  /** The user's row is kept at least until then. */
  readonly keptUntil: string;
}

export interface CountedAttempt {
  readonly address: AttemptCount;
  readonly isKnown: boolean;
  /** Failures counted for the user; null: it is blocked, and nothing was counted for it. */
  readonly failures: number | null;
}

export abstract class LoginAttemptStore {
  /** The row of the key that has not expired. */
  abstract find(key: string, now: string): Promise<AttemptCount | null>;

  /**
   * Counts one more for the address, and one more for the user: under `known` if that has a row, else under
   * `strangers`. Also deletes rows that expired some time ago.
   */
  abstract count(tx: Transaction, keys: AttemptKeys, times: AttemptTimes): Promise<CountedAttempt>;

  /**
   * Takes one back from the address if its window is still the one that began at `since`; forgets the failures of the user
   * where it is known, and of strangers unless it was known before. The address is known until `knownUntil`.
   */
  abstract succeed(
    tx: Transaction,
    keys: AttemptKeys,
    attempt: { readonly since: string; readonly isKnown: boolean },
    now: string,
    knownUntil: string,
  ): Promise<void>;

  /** Takes one back, if its window is still the one that began at `since`. */
  abstract uncountInWindow(tx: Transaction, key: string, since: string): Promise<void>;

  /** Takes one back, and the block if it is still this one. */
  abstract uncount(tx: Transaction, key: string, block: string | null): Promise<void>;

  abstract block(tx: Transaction, key: string, until: string, expiresAt: string): Promise<void>;

  abstract isBlockedUntil(tx: Transaction, key: string, until: string): Promise<boolean>;

  /**
   * Clears count and block of every row whose key has the prefix. The rows stay: their existence may mean something.
   */
  abstract resetAll(tx: Transaction, keyPrefix: string): Promise<void>;
}
