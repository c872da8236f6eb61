import type { OpenAPIObject } from '@nestjs/swagger';
import type { Field } from '#domain/schema/collection';
import { collectionPaths } from './collection-paths';
import type { VisibleCollection } from './visible-collection';

const field = (name: string, type: Field['type'], rest: Partial<Field> = {}): Field => ({
  id: name,
  name,
  type,
  required: false,
  unique: false,
  default: null,
  options: {},
  collection: null,
  onDelete: null,
  column: name,
  ...rest,
});

const FIELDS: readonly Field[] = [
  field('title', 'text', { required: true, options: { min: 1, max: 80, pattern: '^A' } }),
  field('views', 'number', { required: true, default: 0, options: { min: 0 } }),
  field('status', 'select', { options: { values: ['draft', 'live'] } }),
  field('tags', 'select', { options: { values: ['a', 'b'], max: 2 } }),
  field('authors', 'reference', { collection: 'people', options: { multiple: true } }),
  field('day', 'date'),
];
const POSTS: VisibleCollection = {
  name: 'Posts',
  fields: FIELDS,
  masked: new Set(),
  listed: FIELDS,
  created: FIELDS,
  updated: FIELDS,
};

const content = (name: string): object => ({
  'application/json': { schema: { $ref: `#/components/schemas/${name}` } },
});
const COLLECTION = { name: 'collection', in: 'path', required: true, schema: { type: 'string' } };
const FILTER = { name: 'status', in: 'query', required: false, schema: { type: 'string' } };

/** As far as it is about records. */
const FIXED = {
  paths: {
    '/health': { get: { operationId: 'health.show', summary: 'Health', responses: {} } },
    '/api/v1/records/{collection}': {
      get: {
        operationId: 'records.list',
        summary: 'List records',
        parameters: [COLLECTION, FILTER],
        responses: { 200: { description: 'Done', content: content('RecordPageDto') } },
      },
      post: {
        operationId: 'records.create',
        summary: 'Create a record',
        parameters: [COLLECTION],
        requestBody: { content: content('NewRecordDto') },
        responses: { 201: { description: 'Done', content: content('RecordDto') } },
      },
    },
  },
  components: {
    schemas: {
      RecordDto: {
        type: 'object',
        additionalProperties: true,
        properties: { id: { type: 'string', format: 'uuid' } },
      },
      NewRecordDto: { type: 'object', additionalProperties: true, example: { title: 'Hello' } },
      RecordChangeDto: { type: 'object', additionalProperties: true },
      RecordPageDto: {
        type: 'object',
        required: ['items'],
        properties: { items: { type: 'array', items: { $ref: '#/components/schemas/RecordDto' } } },
      },
      NewRecordsDto: { type: 'object' },
      IdentifiedChangeDto: { type: 'object' },
      RecordChangesDto: { type: 'object' },
      CreatedRecordsDto: { type: 'object' },
      UpdatedRecordsDto: { type: 'object' },
      UpsertedRecordsDto: { type: 'object' },
    },
  },
} as unknown as OpenAPIObject;

describe('collectionPaths', () => {
  const { paths, schemas } = collectionPaths(POSTS, FIXED);
  const { get, post } = paths['/api/v1/records/Posts']!;

  it('has the record routes under the name of the collection, which is no parameter any more', () => {
    expect(Object.keys(paths)).toEqual(['/api/v1/records/Posts']);
    expect(get).toMatchObject({ operationId: 'records.Posts.list', summary: 'List records of Posts' });
    expect(post).toMatchObject({ operationId: 'records.Posts.create', parameters: [] });
  });

  it('takes fields as parameters of a list, unless another parameter has the name', () => {
    const names = get!.parameters!.map((parameter) => 'name' in parameter && parameter.name);
    expect(names).toEqual(['status', 'title', 'views', 'tags', 'authors', 'day']);
  });

  it('has the schemas of the collection in place of the common ones, with examples of them', () => {
    const schema = { $ref: '#/components/schemas/Record.Posts.page' };
    expect(get!.responses['200']).toMatchObject({ content: { 'application/json': { schema } } });
    expect(schemas['Record.Posts.page']).toMatchObject({
      properties: { items: { items: { $ref: '#/components/schemas/Record.Posts' } } },
    });
    expect(post!.requestBody).toMatchObject({
      content: { 'application/json': { example: { title: 'Hello', views: 0, status: 'draft', tags: ['a'] } } },
    });
  });

  it('describes what is sent with its limits', () => {
    expect(schemas['Record.Posts.create']).toMatchObject({
      type: 'object',
      additionalProperties: false,
      required: ['title'],
      properties: {
        title: { type: 'string', minLength: 1, maxLength: 80, pattern: '^A' },
        views: { type: 'number', minimum: 0, description: 'Default: 0' },
        status: { type: ['string', 'null'], enum: ['draft', 'live', null] },
        tags: { type: ['array', 'null'], items: { type: 'string', enum: ['a', 'b'] }, maxItems: 2 },
        authors: { type: ['array', 'null'], items: { type: 'string', format: 'uuid' } },
        day: { type: ['string', 'null'], format: 'date' },
      },
    });
    expect(schemas['Record.Posts.update']).not.toHaveProperty('required');
  });

  it('describes what is answered without limits, which old records may not keep, and with expanded relations', () => {
    const { properties } = schemas['Record.Posts'] as { properties: object };
    expect(properties).toMatchObject({
      id: { type: 'string', format: 'uuid' },
      title: { type: 'string' },
      authors: { items: { anyOf: [{ type: 'string' }, { $ref: '#/components/schemas/Record.people' }] } },
    });
    expect(JSON.stringify(properties)).not.toMatch(/minLength|pattern|minimum/);
    expect(schemas['Record.Posts']).not.toHaveProperty('required');
  });

  it('leaves out a pattern that other engines do not know', () => {
    const code = field('code', 'text', { options: { pattern: '(?i)^a' } });
    const made = collectionPaths({ ...POSTS, created: [code] }, FIXED).schemas['Record.Posts.create'];
    expect(made).toMatchObject({ properties: { code: { type: ['string', 'null'] } } });
    expect(JSON.stringify(made)).not.toContain('pattern');
  });
});
