import type { FieldCipher } from '#application/ports/field-cipher';
import type { RecordKey } from '#application/ports/record-store';
import { plaintextOf } from '#domain/records/ciphertext';
import type { StoredRecord } from '#domain/records/record-change';
import { withSecrets } from '#domain/records/secret-sizes';
import type { Field } from '#domain/schema/collection';

/** Values as their columns take them: encrypted where the field is, unless that was turned off. */
export function withCiphertexts(
  cipher: FieldCipher,
  fields: readonly Field[],
  { accountId, id }: RecordKey,
  values: StoredRecord,
): StoredRecord {
  return withSecrets(fields, values, (field, value) => {
    if (!field.encryption.isOn) return value;
    return cipher.encrypt(plaintextOf(field, value), { accountId, recordId: id, fieldId: field.id });
  });
}
