/** Encryption of a field, from a definition and what there was: the column for it, and what an encrypted field cannot have. */
import type { Encryption, Field } from './collection';
import type { DefinitionProblems } from './definition-problems';
import { isEncrypted } from './field-storage';
import { FIELD_TYPES } from './field-types';
import { columnName } from './physical-names';

/** What a definition says of encryption, or keeps by saying nothing. Values that exist stay where they are, for a job to move. */
export function encryptionOf(
  sent: boolean | undefined,
  id: string,
  existing: Field | undefined,
  taken: ReadonlySet<string>,
): Pick<Field, 'encryption'> {
  const before = existing?.encryption;
  const isOn = sent ?? before?.isOn ?? false;
  if (before?.isOn === isOn) return { encryption: before };
  if (before !== undefined) return { encryption: { ...before, isOn, keyId: null } };
  const encryption: Encryption = { column: columnName(`encrypted_${id}`, taken), isOn, keyId: null, job: null };
  return isOn ? { encryption } : {};
}

export function checkEncryption(field: Field, path: string, problems: DefinitionProblems): void {
  if (!isEncrypted(field)) return;
  const report = (key: string, code: string, message: string) => problems.add(`${path}.${key}`, code, message);
  if (!FIELD_TYPES[field.type].canBeEncrypted) {
    const can = Object.keys(FIELD_TYPES).filter((type) => FIELD_TYPES[type as Field['type']].canBeEncrypted);
    report(
      'encrypted',
      'encryption_not_possible',
      `a ${field.type} field cannot be encrypted, only ${can.join(' and ')}`,
    );
  }
  if (field.unique) report('unique', 'unique_not_possible', 'an encrypted field cannot be unique');
  if (field.default !== null) {
    report('default', 'default_not_possible', 'an encrypted field cannot have a default, which is stored as it is');
  }
}
