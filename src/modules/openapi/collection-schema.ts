import { BULLETS } from '#domain/masks/mask';
import type { Field } from '#domain/schema/collection';
import { isEncrypted } from '#domain/schema/field-storage';
import { FIELD_TYPES } from '#domain/schema/field-types';
import type { JsonSchema } from '#domain/schema/json-schema';
import { EXAMPLE_EMAIL, EXAMPLE_ID } from '#server/common/members.decorator';
import { REFERENCE } from './document-types';
import { exampleOf } from './example-of';
import type { VisibleCollection } from './visible-collection';

/** Neither the name of a collection nor that of a class has a dot, so that no collection can replace a fixed schema. */
const PREFIX = 'Record.';
/** What a field of the type `user` expands to. */
export const USER_SCHEMA_NAME = 'RecordUser';
/** Formats that every stored value has. Addresses may have letters that the formats of JSON schema do not know. */
const STRICT_FORMATS = new Set<unknown>(['uuid', 'date', 'date-time']);

/** Of a schema, what is no limit. */
const KEPT = new Set(['type', 'enum', 'description', 'properties', 'required', 'additionalProperties']);

const ID: JsonSchema = { type: 'string', format: 'uuid', example: EXAMPLE_ID };
const NULL: JsonSchema = { type: 'null' };
const NAME: JsonSchema = { type: ['string', 'null'] };

export const USER_SCHEMA: JsonSchema = {
  type: 'object',
  required: ['id'],
  description: 'Strangers see the id alone, and so do members where the collection has show_user_details: false',
  properties: {
    id: ID,
    email: { type: 'string', example: EXAMPLE_EMAIL },
    first_name: NAME,
    last_name: NAME,
    avatar_url: NAME,
  },
};

export function schemaName(collection: string): string {
  return PREFIX + collection;
}

/**
 * A record as it is read; `common`: what all records have. No member must be there: `fields` leaves members out, and who may not view
 * it gets the id alone.
 */
export function recordSchema(
  { fields, masked }: Pick<VisibleCollection, 'fields' | 'masked'>,
  common: JsonSchema,
): JsonSchema {
  return objectOf(common, fields, (field) => (masked.has(field.id) ? maskedField(field) : answeredField(field)));
}

/** A record as it is sent: for a create what is required must be there, an update may hold any part. */
export function inputSchema(fields: readonly Field[], common: JsonSchema, mode: 'create' | 'update'): JsonSchema {
  const required = fields.filter((field) => field.required && field.default === null).map(({ name }) => name);
  return {
    ...objectOf(common, fields, sentField),
    additionalProperties: false,
    ...(mode === 'create' && required.length > 0 ? { required } : {}),
  };
}

function objectOf(common: JsonSchema, fields: readonly Field[], schemaOf: (field: Field) => JsonSchema): JsonSchema {
  const own = fields.map((field) => [field.name, schemaOf(field)]);
  const shared = common['properties'] as object | undefined;
  return { type: 'object', properties: { ...shared, ...(Object.fromEntries(own) as object) } };
}

/** Limits are those of what is sent: records keep values from before a limit was set. */
function answeredField(field: Field): JsonSchema {
  const type = FIELD_TYPES[field.type];
  const value = withExample(field, withoutLimits(type.jsonSchema(field)));
  if (field.type === 'computed') return { ...orNull(value), readOnly: true };
  if (type.target === null) return field.required ? value : orNull(value);
  if (type.storage(field) === 'junction') return { ...value, items: orExpanded(field, value['items'] as JsonSchema) };
  // Also where the field is required: expanded, a record that the caller may not view is null.
  return orNull(orExpanded(field, value));
}

/** Whatever its type is, a text. */
function maskedField(field: Field): JsonSchema {
  const { required } = field;
  const value = isEncrypted(field)
    ? { type: 'string', description: 'Encrypted', example: BULLETS }
    : { type: 'string', description: 'Masked', example: '***' };
  return required ? value : orNull(value);
}

function sentField(field: Field): JsonSchema {
  const { pattern, ...schema } = FIELD_TYPES[field.type].jsonSchema(field);
  const value = withExample(field, { ...schema, ...(isPortable(pattern) ? { pattern } : {}) });
  return withDefault(field, field.required ? value : orNull(value));
}

/** In words: of members with a default, generators of clients make members that must be sent. */
function withDefault(field: Field, schema: JsonSchema): JsonSchema {
  if (field.default === null) return schema;
  return { ...schema, description: `Default: ${JSON.stringify(field.default)}` };
}

/** Patterns are RE2's, which knows some that the regular expressions of JSON schema do not have. */
function isPortable(pattern: unknown): boolean {
  if (typeof pattern !== 'string') return false;
  try {
    return new RegExp(pattern, 'u').source !== '';
  } catch {
    return false;
  }
}

/** Not of what must be there first, nor of what must have a certain form. */
function withExample(field: Field, schema: JsonSchema): JsonSchema {
  const isFree =
    FIELD_TYPES[field.type].target === null && field.type !== 'file' && field.options.pattern === undefined;
  return isFree ? { ...schema, example: field.default ?? exampleOf(schema, {}) } : schema;
}

function withoutLimits(schema: JsonSchema): JsonSchema {
  const { items } = schema;
  const kept = Object.entries(schema).filter(([key, value]) => KEPT.has(key) || STRICT_FORMATS.has(value));
  return { ...Object.fromEntries(kept), ...(items === undefined ? {} : { items: withoutLimits(items as JsonSchema) }) };
}

/** Of a reference whose collection the caller is not shown, there is nothing but the id. */
function orExpanded(field: Field, id: JsonSchema): JsonSchema {
  if (field.type !== 'user' && field.collection === null) return id;
  const target = field.collection === null ? USER_SCHEMA_NAME : schemaName(field.collection);
  return { anyOf: [id, { $ref: REFERENCE + target }] };
}

function orNull(schema: JsonSchema): JsonSchema {
  const { type, enum: values, anyOf } = schema;
  if (Array.isArray(anyOf)) return { ...schema, anyOf: [...(anyOf as JsonSchema[]), NULL] };
  if (type === undefined) return schema;
  return {
    ...schema,
    type: [type, 'null'],
    ...(Array.isArray(values) ? { enum: [...(values as unknown[]), null] } : {}),
  };
}
