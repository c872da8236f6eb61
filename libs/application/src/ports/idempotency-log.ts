/** What was answered to requests that carried an Idempotency-Key, kept in the transaction that did their work. */
import type { Transaction } from './transactions';

export interface IdempotencyKey {
  readonly accountId: string;
  /** The caller: the same key of two callers counts as two keys. */
  readonly actor: string;
  readonly key: string;
}

export interface KeptAnswer {
  /** SHA-256, in hex, of the request. */
  readonly requestHash: string;
  readonly body: string;
}

export abstract class IdempotencyLog {
  /**
   * Takes the key, or resolves with the answer that it stands for. Waits for the commit of another process that holds
   * it. null: the key is this unit's, which must complete it or fail.
   */
  abstract claim(tx: Transaction, key: IdempotencyKey, requestHash: string): Promise<KeptAnswer | null>;

  /** Keeps the answer to the request that claimed the key. */
  abstract complete(tx: Transaction, key: IdempotencyKey, body: string): Promise<void>;
}
