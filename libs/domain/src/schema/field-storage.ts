/** Where the values of fields are kept and whether they are lists: the questions that planner, compiler and writers share. */
import type { ValueType } from '#domain/rules/condition';
import type { Encryption, Field } from './collection';
import { FIELD_TYPES } from './field-types';
import type { FieldShape, FieldStorage } from './field-types/field-type';

export function storageOf(field: FieldShape): FieldStorage {
  return FIELD_TYPES[field.type].storage(field);
}

/** What the field's column holds. */
export function storageKind(field: FieldShape): ValueType {
  return FIELD_TYPES[field.type].storageKind(field);
}

/** The columns that a field's value can be in, or its junction table. */
export function columnsOf({ column, encryption }: Field): readonly string[] {
  return encryption === undefined ? [column] : [column, encryption.column];
}

/** The fields that have a column in the record's own row. */
export function columnFields(fields: readonly Field[]): readonly Field[] {
  return fields.filter((field) => storageOf(field) === 'column');
}

/** The fields whose values are rows of a junction table (account_id, record_id, target_id, position). */
export function linkedFields(fields: readonly Field[]): readonly Field[] {
  return fields.filter((field) => storageOf(field) === 'junction');
}

export type EncryptedField = Field & { readonly encryption: Encryption };

/** Whether the values can be written and shown as a secret, and nothing else: not compared, sorted, counted or joined by. */
export function isEncrypted(field: Field): field is EncryptedField {
  return field.encryption !== undefined;
}

const encrypted = new WeakMap<readonly Field[], readonly EncryptedField[]>();

export function encryptedFields(fields: readonly Field[]): readonly EncryptedField[] {
  let found = encrypted.get(fields);
  if (found === undefined) encrypted.set(fields, (found = fields.filter(isEncrypted)));
  return found;
}

/** Whether the column of a required field can be told so: a value that is encrypted is in another one. */
export function isNeverNull(field: Field): boolean {
  return field.required && !isEncrypted(field);
}

export function isList(field: FieldShape): boolean {
  return FIELD_TYPES[field.type].isList(field);
}
