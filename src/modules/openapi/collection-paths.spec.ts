import type { Collection, Field } from '#domain/schema/collection';
import { collectionPaths } from './collection-paths';

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

const POSTS: Collection = {
  id: 'c1',
  name: 'Posts',
  table: 'col_posts',
  fields: [
    field('title', 'text', { required: true, options: { min: 1, max: 80, pattern: '^A' } }),
    field('views', 'number', { required: true, default: 0, options: { min: 0 } }),
    field('status', 'select', { options: { values: ['draft', 'live'] } }),
    field('tags', 'select', { options: { values: ['a', 'b'], max: 2 } }),
    field('authors', 'reference', { collection: 'people', options: { multiple: true } }),
    field('day', 'date'),
  ],
  indexes: [],
  rules: { list: null, view: null, create: null, update: null, delete: null },
  allowAnonymous: true,
  showUserDetails: true,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
};

describe('collectionPaths', () => {
  const { paths, schemas } = collectionPaths(POSTS, '/api/v1');

  it('has the record routes', () => {
    const methods = Object.entries(paths).map(([path, item]) => [path, Object.keys(item)]);
    expect(methods).toEqual([
      ['/api/v1/records/Posts', ['get', 'post']],
      ['/api/v1/records/Posts/{id}', ['parameters', 'get', 'put', 'patch', 'delete']],
    ]);
  });

  it('describes the fields with their limits', () => {
    expect(schemas['Record.Posts.create']).toEqual({
      type: 'object',
      additionalProperties: false,
      required: ['title'],
      properties: {
        title: { type: 'string', minLength: 1, maxLength: 80, pattern: '^A' },
        views: { type: 'number', minimum: 0, default: 0 },
        status: { type: 'string', enum: ['draft', 'live'], nullable: true },
        tags: { type: 'array', items: { type: 'string', enum: ['a', 'b'] }, maxItems: 2, nullable: true },
        authors: {
          type: 'array',
          items: { type: 'string', format: 'uuid', description: 'Id of a record of people' },
          nullable: true,
        },
        day: { type: 'string', format: 'date', nullable: true },
      },
    });
  });

  it('demands nothing of an update, and answers with the system columns too', () => {
    expect(schemas['Record.Posts.update']).not.toHaveProperty('required');
    const { properties } = schemas['Record.Posts'] as { properties: object };
    expect(Object.keys(properties)).toEqual(
      expect.arrayContaining(['id', 'account_id', 'created_at', 'updated_by', 'title', 'day']),
    );
  });

  it('refers only to schemas that it has', () => {
    const references = JSON.stringify(paths).matchAll(/#\/components\/schemas\/([\w.]+)/g);
    expect(new Set([...references].map(([, name]) => name))).toEqual(new Set([...Object.keys(schemas), 'Error']));
  });
});
