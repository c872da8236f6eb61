/** The stored values of encrypted fields, for the job that moves them between their two columns. */
import type { Collection, JsonValue } from '#domain/schema/collection';
import type { EncryptedField } from '#domain/schema/field-storage';
import type { RecordKey } from './record-store';
import type { Transaction } from './transactions';

/** `bytes`: of a value that is not where it belongs; null: there is none. */
export interface ScannedRecord extends RecordKey {
  readonly bytes: number | null;
}

/** One of the two is null. */
export interface StoredSecret {
  readonly encrypted: string | null;
  readonly plain: JsonValue;
}

export interface MovedSecret extends StoredSecret {
  readonly id: string;
  /** As it was read. */
  readonly before: StoredSecret;
}

export interface SecretField {
  readonly collection: Collection;
  readonly field: EncryptedField;
}

export abstract class SecretColumns {
  /** The records behind `after` in the order of their keys, at most `limit` of them. `keyId`: of the current key. */
  abstract scan(of: SecretField, after: RecordKey, keyId: string, limit: number): Promise<readonly ScannedRecord[]>;

  /** By the ids of records of one account; those that are gone are missing. */
  abstract read(of: SecretField, accountId: string, ids: readonly string[]): Promise<ReadonlyMap<string, StoredSecret>>;

  /** Writes values that are still as they were read, and nothing else of their records. Resolves with how many these were. */
  abstract move(tx: Transaction, of: SecretField, accountId: string, moved: readonly MovedSecret[]): Promise<number>;

  /** Whether any record has a ciphertext. */
  abstract anyEncrypted(tx: Transaction, of: SecretField): Promise<boolean>;
}
