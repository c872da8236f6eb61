/** The column types of a collection's table on either engine, and values in the form that they are bound in. */
import { isList } from '#domain/schema/collection';
import type { Field, FieldType, JsonValue } from '#domain/schema/collection';
import type { Dialect } from './dialect/dialect';
import type { SqlValue } from './sql-fragment';

/** Compared by code point, as SQLite does by itself. */
const POSTGRES_TEXT = 'text COLLATE "C"';

/** NUMERIC keeps whole numbers whole; every double comes back as it was. */
const SQLITE_TYPES: Readonly<Partial<Record<FieldType, string>>> = { number: 'NUMERIC', boolean: 'INTEGER' };

const POSTGRES_TYPES: Readonly<Partial<Record<FieldType, string>>> = {
  number: 'double precision',
  boolean: 'boolean',
  datetime: 'timestamptz(3)',
  date: 'date',
  json: 'json',
  file: 'json',
};

export function columnType(field: Field, dialect: Dialect['name']): string {
  if (dialect === 'sqlite') return SQLITE_TYPES[field.type] ?? 'TEXT';
  if (isList(field)) return 'json';
  return POSTGRES_TYPES[field.type] ?? POSTGRES_TEXT;
}

export function idType(dialect: Dialect['name']): string {
  return dialect === 'sqlite' ? 'TEXT' : POSTGRES_TEXT;
}

export function timestampType(dialect: Dialect['name']): string {
  return dialect === 'sqlite' ? 'TEXT' : 'timestamptz(3)';
}

/** The stored form of a field's value as a driver takes it; the placeholder is cast to the column's type. */
export function boundValue(field: Field, value: JsonValue, dialect: Dialect['name']): SqlValue {
  if (value === null) return null;
  if (field.type === 'json' || field.type === 'file' || typeof value === 'object') return JSON.stringify(value);
  if (typeof value === 'boolean') return dialect === 'sqlite' ? Number(value) : String(value);
  return value;
}
