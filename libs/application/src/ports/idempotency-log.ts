/** What was answered to requests that carried an Idempotency-Key, kept in the transaction that did their work. */
import type { Transaction } from './unit-of-work';

export interface IdempotencyKey {
  readonly accountId: string;
  /** Who asks: the same key of two callers are two keys. */
  readonly actor: string;
  readonly key: string;
}

export interface KeptAnswer {
  /** SHA-256, in hex, of what was asked. */
  readonly requestHash: string;
  readonly body: string;
}

export abstract class IdempotencyLog {
  abstract find(tx: Transaction, key: IdempotencyKey): Promise<KeptAnswer | null>;

  abstract keep(tx: Transaction, key: IdempotencyKey, answer: KeptAnswer): Promise<void>;
}
