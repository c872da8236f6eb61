/**
 * Records as the server holds them while it writes: with the size of a secret in its place. What is told of a change has the
 * bullets that everybody reads.
 */
import { ownValue } from '../kernel/own-value';
import { BULLETS } from '../masks/mask';
import type { Field, JsonValue } from '../schema/collection';
import { type EncryptedField, encryptedFields } from '../schema/field-storage';
import { plaintextOf } from './ciphertext';
import type { StoredRecord } from './record-change';

/** Values as they are sent, with sizes. */
export function withSecretSizes(fields: readonly Field[], values: StoredRecord): StoredRecord {
  return withSecrets(fields, values, (field, value) => Buffer.byteLength(plaintextOf(field, value)));
}

/** A record with sizes, as it is told. */
export function withBullets(fields: readonly Field[], record: StoredRecord): StoredRecord {
  return withSecrets(fields, record, () => BULLETS);
}

/** The same values where there is nothing of the kind. */
export function withSecrets(
  fields: readonly Field[],
  values: StoredRecord,
  replace: (field: EncryptedField, value: Exclude<JsonValue, null>) => JsonValue,
): StoredRecord {
  const encrypted = encryptedFields(fields);
  if (encrypted.length === 0) return values;
  const replaced: Record<string, JsonValue> = { ...values };
  for (const field of encrypted) {
    const value = ownValue(values, field.name) ?? null;
    if (value !== null) replaced[field.name] = replace(field, value);
  }
  return replaced;
}
