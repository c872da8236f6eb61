import { type Field, SYSTEM_COLUMNS } from '#domain/schema/collection';
import { FIELD_TYPES } from '#domain/schema/field-types';
import type { Column } from './column-resolver';
import type { ValueType } from './condition';

/** The type of the field's value, or of its members when it is a list. */
export function typeOfField(field: Field): ValueType {
  return FIELD_TYPES[field.type].valueType(field);
}

export function typeOfColumn(column: Column): ValueType {
  return typeof column === 'string' ? SYSTEM_COLUMNS[column] : typeOfField(column);
}
