/** Turns the body of a create or update into stored values, or says everything that is wrong with it. */
import { invalidFields } from '#domain/kernel/errors';
import type { DomainError, FieldProblem } from '#domain/kernel/errors';
import { excerpt } from './clean-text';
import { isSystemColumn } from './collection';
import type { Collection, Field, JsonValue } from './collection';
import { isList, storageOf } from './field-storage';
import { FIELD_TYPES } from './field-types';
import { Refusal } from './field-types/field-type';
import type { ConversionContext } from './field-types/field-type';
import { indexedBytes } from './indexed-bytes';

/** Enough to mend any honest body; a hostile one cannot make a large answer. */
const PROBLEMS_LIMIT = 100;

const fieldsByName = new WeakMap<Collection, ReadonlyMap<string, Field>>();

/**
 * Stored values by field name, for the keys that were sent and, on create, for the fields whose default applies; what is
 * absent is null (an empty list for a multiple reference). Keys are the exact names of fields, so the result may have a
 * member called `constructor`: read it with Object.hasOwn.
 * @throws DomainError RECORD_INVALID (422) with every problem as a detail.
 */
export function validateRecord(
  collection: Collection,
  input: unknown,
  mode: 'create' | 'patch',
  context: ConversionContext,
): Record<string, JsonValue> {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw invalidRecord([{ field: 'body', code: 'invalid_type', message: 'Expected a JSON object' }]);
  }
  const values: Record<string, JsonValue> = {};
  const problems: FieldProblem[] = [];
  const known = fieldMap(collection);
  for (const [name, value] of Object.entries(input as Readonly<Record<string, JsonValue>>)) {
    const field = known.get(name);
    const converted = field ? convertField(collection, field, value, context) : unknownKey(name);
    if (converted instanceof Refusal) problems.push(problem(name, converted));
    else values[name] = converted;
    if (problems.length >= PROBLEMS_LIMIT) throw invalidRecord(problems);
  }
  if (mode === 'create') addDefaults(collection, input, values, problems);
  if (problems.length > 0) throw invalidRecord(problems);
  return values;
}

function convertField(
  collection: Collection,
  field: Field,
  value: JsonValue,
  context: ConversionContext,
): JsonValue | Refusal {
  if (value === null) {
    if (field.required) return new Refusal('required_null', `Required field '${field.name}' cannot be null`);
    return storageOf(field) === 'junction' ? [] : null;
  }
  const converted = FIELD_TYPES[field.type].convert(value, field, context);
  if (field.required && isList(field) && Array.isArray(converted) && converted.length === 0) {
    return new Refusal('required_null', `Required field '${field.name}' needs at least one value`);
  }
  if (typeof converted === 'string') {
    const limit = indexedBytes(collection).get(field.name);
    if (limit !== undefined && Buffer.byteLength(converted) > limit) {
      return new Refusal('too_long', `Must be at most ${limit} bytes long, because the field is in an index`);
    }
  }
  return converted;
}

function addDefaults(
  collection: Collection,
  input: object,
  values: Record<string, JsonValue>,
  problems: FieldProblem[],
): void {
  for (const field of collection.fields) {
    if (Object.hasOwn(input, field.name)) continue;
    if (field.default !== null) values[field.name] = field.default;
    else if (field.required) {
      problems.push(problem(field.name, new Refusal('required_missing', `Required field '${field.name}' is missing`)));
    }
  }
}

function unknownKey(name: string): Refusal {
  if (isSystemColumn(name)) return new Refusal('system_field', `Field '${name}' is set by the server`);
  return new Refusal('unknown_field', `Unknown field '${excerpt(name)}' not defined in collection schema`);
}

function problem(name: string, refusal: Refusal): FieldProblem {
  return { field: excerpt(name), code: refusal.code, message: refusal.message };
}

function invalidRecord(problems: readonly FieldProblem[]): DomainError {
  return invalidFields('RECORD_INVALID', problems);
}

function fieldMap(collection: Collection): ReadonlyMap<string, Field> {
  let map = fieldsByName.get(collection);
  if (!map) {
    map = new Map(collection.fields.map((field) => [field.name, field]));
    fieldsByName.set(collection, map);
  }
  return map;
}
