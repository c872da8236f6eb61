/**
 * The collection that sample records seem to come from, so that a rule can be tried before there is one. A text that is a
 * date or a datetime counts as one, and a list of texts as several values.
 */
import type { Collection, Field, FieldType, JsonValue } from '#domain/schema/collection';
import { isSystemColumn, NO_FIELD_LISTS, SYSTEM_COLUMNS } from '#domain/schema/collection';
import { parseDate, parseDatetime } from './calendar';
import type { Row } from './evaluation';

/** Not a name that a collection can have. */
const NAME = 'the sample';
const LOCKED = { list: null, view: null, create: null, update: null, delete: null };
/** More than one makes a select a list. */
const SEVERAL = 2;

/** A field takes its type from the first sample that has a value for it. */
export function sampleCollection(samples: readonly Row[]): Collection {
  const values = new Map<string, JsonValue>();
  for (const [name, value] of samples.flatMap((sample) => Object.entries(sample))) {
    if (!isSystemColumn(name) && (values.get(name) ?? null) === null) values.set(name, value);
  }
  const fields = Array.from(values, ([name, value]) => sampleField(name, value));
  const at = new Date(0).toISOString();
  return {
    id: NAME,
    name: NAME,
    table: '',
    fields,
    indexes: [],
    rules: LOCKED,
    fieldLists: NO_FIELD_LISTS,
    allowAnonymous: true,
    showUserDetails: true,
    createdAt: at,
    updatedAt: at,
  };
}

/** The sample as it would be stored. */
export function storedSample(sample: Row): Row {
  return Object.fromEntries(Object.entries(sample).map(([name, value]) => [name, storedValue(name, value)]));
}

function storedValue(name: string, value: JsonValue): JsonValue {
  if (typeof value !== 'string') return value;
  const type = isSystemColumn(name) ? SYSTEM_COLUMNS[name] : typeOf(value);
  return (type === 'datetime' ? parseDatetime(value) : null) ?? value;
}

function sampleField(name: string, value: JsonValue): Field {
  const type = typeOf(value);
  const options = type === 'select' ? { max: SEVERAL } : {};
  const base = { required: false, unique: false, default: null, collection: null, onDelete: null };
  return { ...base, id: name, name, type, options, column: '' };
}

function typeOf(value: JsonValue): FieldType {
  if (typeof value === 'string') {
    if (parseDate(value) !== null) return 'date';
    return parseDatetime(value) === null ? 'text' : 'datetime';
  }
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'boolean';
  if (value === null) return 'text';
  return Array.isArray(value) && value.every((member) => typeof member === 'string') ? 'select' : 'json';
}
