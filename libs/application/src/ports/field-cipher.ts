/** Encrypts the values of fields. What a value belongs to is part of it: it opens in no other record, field or account. */

export interface SecretPlace {
  readonly accountId: string;
  readonly recordId: string;
  readonly fieldId: string;
}

/** Why a value cannot be read; the message never has any of it. */
export class SecretUnreadable extends Error {}

export abstract class FieldCipher {
  /** Names the key that encrypts; null: none is set. */
  abstract readonly keyId: string | null;

  /** Whether values that the key encrypted can be read, though nothing new is encrypted with it. */
  abstract isPrevious(keyId: string): boolean;

  /** Throws where no key is set. */
  abstract encrypt(plaintext: string, place: SecretPlace): string;

  /** Throws SecretUnreadable. */
  abstract decrypt(ciphertext: string, place: SecretPlace): string;
}
