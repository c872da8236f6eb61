/**
 * How many bytes records count with: those of their values as they are stored. Numbers, times and ids have a size of their
 * own, because the engines spell them differently; compile-record-size.ts says the same as SQL.
 */
import { ownValue } from '../kernel/own-value';
import type { ValueType } from '../rules/condition';
import type { Field, JsonValue } from '../schema/collection';
import { isEncrypted, storageKind, storageOf } from '../schema/field-storage';
import { jsonText } from '../schema/json-text';
import type { StoredRecord } from './record-change';

/** Its id and account, its revision, when it was written and by whom. */
export const SYSTEM_BYTES = 200;
/** Of each target of a multiple reference. */
export const ID_BYTES = 36;
/** What has as many bytes whatever its value is; null has none. */
export const FIXED_BYTES: Readonly<Record<Exclude<ValueType, 'text' | 'json'>, number>> = {
  number: 8,
  boolean: 1,
  datetime: 24,
  date: 10,
};

export function recordSize(fields: readonly Field[], record: StoredRecord): number {
  let bytes = SYSTEM_BYTES;
  for (const field of fields) bytes += valueSize(field, ownValue(record, field.name) ?? null);
  return bytes;
}

/** By how many bytes the fields of `after` are larger than those of `before`. */
export function growthOf(fields: readonly Field[], before: StoredRecord, after: StoredRecord): number {
  let bytes = 0;
  for (const field of fields) {
    const [old, now] = [ownValue(before, field.name) ?? null, ownValue(after, field.name) ?? null];
    if (old !== now) bytes += valueSize(field, now) - valueSize(field, old);
  }
  return bytes;
}

/** In the form in which it is stored; of an encrypted field, its size (secret-sizes.ts). */
export function valueSize(field: Field, value: JsonValue): number {
  if (value === null) return 0;
  if (isEncrypted(field)) return value as number;
  if (storageOf(field) === 'junction') return (value as readonly string[]).length * ID_BYTES;
  const kind = storageKind(field);
  if (kind === 'text') return Buffer.byteLength(value as string);
  return kind === 'json' ? Buffer.byteLength(jsonText(value)) : FIXED_BYTES[kind];
}
