import { type Collection, type Field, isList } from '#domain/schema/collection';

/** A JSON schema, as far as OpenAPI 3.0 documents have use for it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

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

/** A record as it is read. */
export function recordSchema(collection: Collection): JsonSchema {
  const fields = Object.fromEntries(collection.fields.map((field) => [field.name, fieldSchema(field)]));
  return { type: 'object', properties: { ...SYSTEM_PROPERTIES, ...fields } };
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
  const item = valueSchema(field);
  return {
    ...(isList(field) ? { type: 'array', items: item, ...listLimits(field) } : item),
    ...(field.required ? {} : { nullable: true }),
    ...(field.default === null ? {} : { default: field.default }),
  };
}

function listLimits({ options }: Field): JsonSchema {
  return typeof options.max === 'number' ? { maxItems: options.max } : {};
}

function valueSchema(field: Field): JsonSchema {
  const { options } = field;
  switch (field.type) {
    case 'text':
      return {
        type: 'string',
        ...lengths(field),
        ...(options.pattern === undefined ? {} : { pattern: options.pattern }),
      };
    case 'email':
      return { type: 'string', format: 'email', ...lengths(field) };
    case 'url':
      return { type: 'string', format: 'uri', ...lengths(field) };
    case 'number':
      return {
        type: 'number',
        ...(typeof options.min === 'number' ? { minimum: options.min } : {}),
        ...(typeof options.max === 'number' ? { maximum: options.max } : {}),
      };
    case 'boolean':
      return { type: 'boolean' };
    case 'datetime':
      return { type: 'string', format: 'date-time' };
    case 'date':
      return { type: 'string', format: 'date' };
    case 'select':
      return { type: 'string', enum: options.values ?? [] };
    case 'reference':
      return { type: 'string', format: 'uuid', description: `Id of a record of ${field.collection ?? ''}` };
    case 'user':
      return { type: 'string', format: 'uuid', description: 'Id of a user of the account' };
    case 'file':
      return { type: 'object' };
    case 'json':
      return {};
  }
}

function lengths({ options }: Field): JsonSchema {
  return {
    ...(typeof options.min === 'number' ? { minLength: options.min } : {}),
    ...(typeof options.max === 'number' ? { maxLength: options.max } : {}),
  };
}
