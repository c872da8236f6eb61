/** Where login attempts are counted, for all processes together. Each change is one atomic statement on one row. */
import type { Transaction } from './transactions';

export interface AttemptCount {
  readonly key: string;
  readonly count: number;
  /** Counted in a window: its beginning; otherwise the newest attempt. */
  readonly since: string;
}

export abstract class LoginAttemptStore {
  /** Of the keys, those with a row that has not expired. */
  abstract find(keys: readonly [string, string], now: string): Promise<AttemptCount[]>;

  /** One more in the window that began after `windowStart`, or the first of a new window. Also clears some expired rows away. */
  abstract countInWindow(
    tx: Transaction,
    key: string,
    now: string,
    windowStart: string,
    expiresAt: string,
  ): Promise<AttemptCount>;

  /** Takes one back, if its window is still the one that began at `since`. */
  abstract uncountInWindow(tx: Transaction, key: string, since: string): Promise<void>;

  /**
   * One more, or the first again when neither an attempt nor a block was after `forgottenAt`. null: the key is blocked, and
   * nothing was counted. The row lives at least until `expiresAt`.
   */
  abstract count(
    tx: Transaction,
    key: string,
    now: string,
    forgottenAt: string,
    expiresAt: string,
  ): Promise<number | null>;

  /** Takes one back, and the block if it is still this one. */
  abstract uncount(tx: Transaction, key: string, block: string | null): Promise<void>;

  abstract block(tx: Transaction, key: string, until: string, expiresAt: string): Promise<void>;

  abstract isBlockedUntil(tx: Transaction, key: string, until: string): Promise<boolean>;

  /** No count, no block; the row is made if need be and lives until `expiresAt`. */
  abstract reset(tx: Transaction, key: string, now: string, expiresAt: string): Promise<void>;

  /** No count and no block in any row whose key begins so. The rows stay: that they are there may mean something. */
  abstract resetAll(tx: Transaction, keyPrefix: string): Promise<void>;

  abstract delete(tx: Transaction, key: string): Promise<void>;
}
