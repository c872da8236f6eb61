/** Where the values of fields are kept and whether they are lists: the questions that planner, compiler and writers share. */
import type { ValueType } from '#domain/rules/condition';
import type { Field } from './collection';
import { FIELD_TYPES } from './field-types';
import type { FieldShape, FieldStorage } from './field-types/field-type';

export function storageOf(field: FieldShape): FieldStorage {
  return FIELD_TYPES[field.type].storage(field);
}

/** What the field's column holds. */
export function storageKind(field: FieldShape): ValueType {
  return FIELD_TYPES[field.type].storageKind(field);
}

/** The fields that have a column in the record's own row. */
export function columnFields(fields: readonly Field[]): readonly Field[] {
  return fields.filter((field) => storageOf(field) === 'column');
}

/** The fields whose values are rows of a junction table (account_id, record_id, target_id, position). */
export function linkedFields(fields: readonly Field[]): readonly Field[] {
  return fields.filter((field) => storageOf(field) === 'junction');
}

export function isList(field: FieldShape): boolean {
  return FIELD_TYPES[field.type].isList(field);
}
