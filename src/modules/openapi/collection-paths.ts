import type { OpenAPIObject } from '@nestjs/swagger';
import type { Collection } from '#domain/schema/collection';
import type { JsonSchema } from '#domain/schema/json-schema';
import { inputSchema, recordSchema } from './collection-schema';

type Paths = OpenAPIObject['paths'];

const LIST_PARAMETERS: Readonly<Record<string, JsonSchema>> = {
  filter: { type: 'string' },
  sort: { type: 'string', description: 'Comma-separated fields; a leading - is descending' },
  fields: { type: 'string', description: 'Comma-separated fields to answer with' },
  expand: { type: 'string', description: 'Comma-separated relations to include' },
  skip: { type: 'integer', minimum: 0, default: 0 },
  limit: { type: 'integer', minimum: 1, maximum: 100, default: 30 },
  cursor: { type: 'string', description: 'Empty for the first page, then next_cursor' },
  cursor_before: { type: 'string' },
  include_count: { type: 'boolean' },
};
const READ_PARAMETERS = ['fields', 'expand'];
/** Neither the name of a collection nor that of a class has a dot, so that no collection can replace a fixed schema. */
const SCHEMA_PREFIX = 'Record.';
const ERROR = { $ref: '#/components/schemas/Error' };

/** The record routes of one collection with its own fields, and the component schemas that they refer to. */
export function collectionPaths(
  collection: Collection,
  prefix: string,
): { readonly paths: Paths; readonly schemas: Record<string, JsonSchema> } {
  const { name } = collection;
  const base = `${prefix}/records/${name}`;
  const schema = SCHEMA_PREFIX + name;
  const record = { $ref: `#/components/schemas/${schema}` };
  const input = { $ref: `#/components/schemas/${schema}.create` };
  const part = { $ref: `#/components/schemas/${schema}.update` };
  const tags = [`records: ${name}`];
  const operation = (id: string, summary: string, rest: object): object => ({
    operationId: `${name}.${id}`,
    summary,
    tags,
    ...rest,
  });

  const paths = {
    [base]: {
      get: operation('list', `List ${name}`, {
        parameters: Object.entries(LIST_PARAMETERS).map(([key, schema]) => ({ name: key, in: 'query', schema })),
        responses: answers('200', { type: 'object', properties: { items: { type: 'array', items: record } } }),
      }),
      post: operation('create', `Create a record of ${name}`, {
        requestBody: body(input),
        responses: answers('201', record),
      }),
    },
    [`${base}/{id}`]: {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } }],
      get: operation('get', `Read a record of ${name}`, {
        parameters: READ_PARAMETERS.map((key) => ({ name: key, in: 'query', schema: LIST_PARAMETERS[key] })),
        responses: answers('200', record),
      }),
      put: operation('update', `Update a record of ${name}; fields left out stay as they are`, {
        requestBody: body(part),
        responses: answers('200', record),
      }),
      patch: operation('patch', `Change a part of a record of ${name}`, {
        requestBody: body(part),
        responses: answers('200', record),
      }),
      delete: operation('delete', `Delete a record of ${name}`, { responses: answers('204') }),
    },
  };
  return {
    paths: paths as unknown as Paths,
    schemas: {
      [schema]: recordSchema(collection),
      [`${schema}.create`]: inputSchema(collection, 'create'),
      [`${schema}.update`]: inputSchema(collection, 'update'),
    },
  };
}

function body(schema: JsonSchema): JsonSchema {
  return { required: true, content: { 'application/json': { schema } } };
}

function answers(status: string, schema?: JsonSchema): JsonSchema {
  return {
    [status]: {
      description: 'Done',
      ...(schema === undefined ? {} : { content: { 'application/json': { schema } } }),
    },
    default: { description: 'Refused', content: { 'application/json': { schema: ERROR } } },
  };
}
