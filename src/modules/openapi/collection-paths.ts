import type { OpenAPIObject } from '@nestjs/swagger';
import { typeOfField } from '#domain/rules/column-type';
import type { Field } from '#domain/schema/collection';
import { isEncrypted } from '#domain/schema/field-storage';
import type { JsonSchema } from '#domain/schema/json-schema';
import { inputSchema, recordSchema, schemaName } from './collection-schema';
import { type OperationObject, type PathItem, type Paths, REFERENCE } from './document-types';
import { addExamples } from './example-of';
import type { VisibleCollection } from './visible-collection';

/** Classes of the fixed document of which each collection has its own, and what these are called. */
const OWN: Readonly<Record<string, string>> = {
  RecordDto: '',
  NewRecordDto: '.create',
  RecordChangeDto: '.update',
  RecordPageDto: '.page',
  NewRecordsDto: '.creates',
  IdentifiedChangeDto: '.change',
  RecordChangesDto: '.updates',
  CreatedRecordsDto: '.created',
  UpdatedRecordsDto: '.updated',
  UpsertedRecordsDto: '.upserted',
};
/** Operations that take a field of the collection as a parameter. */
const SELECTIONS = ['records.list', 'records.count', 'records.aggregate'];
const COLLECTION = '{collection}';

interface Part {
  readonly paths: Paths;
  readonly schemas: Record<string, JsonSchema>;
}

/** The record routes of `fixed` for one collection, with its own fields, and the component schemas that they refer to. */
export function collectionPaths(collection: VisibleCollection, fixed: OpenAPIObject): Part {
  const { name } = collection;
  const common = (fixed.components?.schemas ?? {}) as Record<string, JsonSchema>;
  const schemas: Record<string, JsonSchema> = {};
  for (const [known, suffix] of Object.entries(OWN))
    schemas[schemaName(name) + suffix] = ownParts(common[known]!, name);
  schemas[schemaName(name)] = recordSchema(collection, common['RecordDto']!);
  schemas[`${schemaName(name)}.create`] = inputSchema(collection.created, common['NewRecordDto']!, 'create');
  schemas[`${schemaName(name)}.update`] = inputSchema(collection.updated, common['RecordChangeDto']!, 'update');

  const paths: Paths = {};
  for (const [path, item] of Object.entries(fixed.paths)) {
    if (!path.includes(COLLECTION) || !path.includes('/records/')) continue;
    if (path.endsWith('/secrets') && !collection.fields.some(isEncrypted)) continue;
    paths[path.replace(COLLECTION, name)] = ownItem(item, collection, { ...common, ...schemas });
  }
  return { paths, schemas };
}

function ownItem(item: PathItem, collection: VisibleCollection, schemas: Record<string, JsonSchema>): PathItem {
  const operations = Object.entries(item as Record<string, OperationObject>).map(([method, operation]) => [
    method,
    ownOperation(operation, collection, schemas),
  ]);
  return Object.fromEntries(operations) as PathItem;
}

function ownOperation(
  fixed: OperationObject,
  collection: VisibleCollection,
  schemas: Record<string, JsonSchema>,
): OperationObject {
  const { name } = collection;
  const operation = ownParts(fixed, name);
  const isSelection = SELECTIONS.includes(operation.operationId!);
  const shared = (operation.parameters ?? []).filter(
    (parameter) => !('in' in parameter && parameter.name === 'collection'),
  );
  const own: OperationObject = {
    ...operation,
    operationId: operation.operationId!.replace('.', `.${name}.`),
    summary: operation.summary!.replace(/records?/, `$& of ${name}`),
    tags: [`records: ${name}`],
    parameters: isSelection ? [...shared, ...equalityParameters(collection.listed, shared)] : shared,
  };
  addExamples(own, schemas);
  return own;
}

/** A field with the name of another parameter can be used in filters only. */
function equalityParameters(fields: readonly Field[], others: NonNullable<OperationObject['parameters']>): Parameters {
  const taken = new Set(others.map((parameter) => ('in' in parameter ? parameter.name : '')));
  return fields.filter((field) => !taken.has(field.name) && typeOfField(field) !== 'json').map(equality);
}

type Parameters = NonNullable<OperationObject['parameters']>;

function equality(field: Field): Parameters[number] {
  const { name } = field;
  const valueType = typeOfField(field);
  const schema = { type: valueType === 'number' || valueType === 'boolean' ? valueType : 'string' };
  return { name, in: 'query', required: false, description: 'Has this value', schema };
}

/** A copy that leads to the schemas of the collection, without the examples of records in general. */
function ownParts<T extends object>(part: T, collection: string): T {
  const copy = JSON.stringify(part, (key, value: unknown) => {
    if (key === 'example') return undefined;
    return key === '$ref' ? ownReference(String(value), collection) : value;
  });
  return JSON.parse(copy) as T;
}

function ownReference(reference: string, collection: string): string {
  const suffix = OWN[reference.slice(REFERENCE.length)];
  return suffix === undefined ? reference : REFERENCE + schemaName(collection) + suffix;
}
