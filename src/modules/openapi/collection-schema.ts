import { ACCOUNT_NAME, type Collection, type Field } from '#domain/schema/collection';
import { FIELD_TYPES } from '#domain/schema/field-types';
import type { JsonSchema } from '#domain/schema/json-schema';

const ID: JsonSchema = { type: 'string', format: 'uuid', readOnly: true };
const TIME: JsonSchema = { type: 'string', format: 'date-time', readOnly: true };
const ACTOR: JsonSchema = { type: 'string', readOnly: true };

const SYSTEM_PROPERTIES: Readonly<Record<string, JsonSchema>> = {
  id: ID,
  account_id: ID,
  created_at: TIME,
  created_by: ACTOR,
  updated_at: TIME,
  updated_by: ACTOR,
};

const ACCOUNT_NAME_SCHEMA: JsonSchema = {
  type: 'string',
  readOnly: true,
  description: 'The name of the account; superadmins alone read it',
};

/** A record as it is read. */
export function recordSchema(collection: Collection): JsonSchema {
  const fields = Object.fromEntries(collection.fields.map((field) => [field.name, fieldSchema(field)]));
  return { type: 'object', properties: { ...SYSTEM_PROPERTIES, [ACCOUNT_NAME]: ACCOUNT_NAME_SCHEMA, ...fields } };
}

/** A record as it is sent: for a create what is required must be there, an update may hold any part. */
export function inputSchema(collection: Collection, mode: 'create' | 'update'): JsonSchema {
  const required = collection.fields
    .filter((field) => field.required && field.default === null)
    .map(({ name }) => name);
  return {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(collection.fields.map((field) => [field.name, fieldSchema(field)])),
    ...(mode === 'create' && required.length > 0 ? { required } : {}),
  };
}

function fieldSchema(field: Field): JsonSchema {
  return {
    ...FIELD_TYPES[field.type].jsonSchema(field),
    ...(field.required ? {} : { nullable: true }),
    ...(field.default === null ? {} : { default: field.default }),
  };
}
