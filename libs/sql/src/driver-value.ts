/** A stored-form value as the drivers take it: texts, numbers and nulls only, lists and objects as JSON text. */
import type { JsonValue } from '#domain/schema/collection';
import { jsonText } from '#domain/schema/json-text';
import type { BooleanValues, SlotType, SqlValue } from './sql-fragment';

export function driverValue(booleans: BooleanValues, type: SlotType, value: unknown): SqlValue {
  if (value === null || value === undefined) return null;
  if (type === 'json') return jsonText(value as JsonValue);
  if (typeof value === 'boolean') return booleanValue(booleans, value);
  if (typeof value === 'string' || typeof value === 'number') return value;
  throw new Error(`A ${typeof value} cannot be bound as ${type}`);
}

export function booleanValue(booleans: BooleanValues, value: boolean): SqlValue {
  return value ? booleans.true : booleans.false;
}
