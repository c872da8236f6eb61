import { openPaths } from './open-paths';

const refer = (name: string): object => ({ schema: { $ref: `#/components/schemas/${name}` } });
const PARTS = {
  paths: {
    '/records/x': { get: refer('Page'), post: refer('Input'), patch: refer('Input'), delete: {} },
    '/records/x/batch': { post: refer('Input'), put: refer('Input'), patch: refer('Input'), delete: {} },
    '/records/x/{id}': { parameters: [], get: refer('Record'), put: refer('Input'), delete: {} },
  },
  schemas: { Page: { items: refer('Record') }, Record: {}, Input: {} },
};

describe('openPaths', () => {
  it.each([
    [['list'], { '/records/x': ['get'] }, ['Page', 'Record']],
    [['view'], { '/records/x/{id}': ['parameters', 'get'] }, ['Record']],
    [['create'], { '/records/x': ['post'], '/records/x/batch': ['post'] }, ['Input']],
    [['update'], { '/records/x/batch': ['patch'], '/records/x/{id}': ['parameters', 'put'] }, ['Input']],
    [['delete'], { '/records/x/batch': ['delete'], '/records/x/{id}': ['parameters', 'delete'] }, []],
    [
      ['list', 'delete'],
      {
        '/records/x': ['get', 'delete'],
        '/records/x/batch': ['delete'],
        '/records/x/{id}': ['parameters', 'delete'],
      },
      ['Page', 'Record'],
    ],
    [
      ['create', 'update'],
      {
        '/records/x': ['post'],
        '/records/x/batch': ['post', 'put', 'patch'],
        '/records/x/{id}': ['parameters', 'put'],
      },
      ['Input'],
    ],
    [[], {}, []],
  ] as const)('%j', (operations, shown, schemas) => {
    const open = openPaths(PARTS as unknown as Parameters<typeof openPaths>[0], operations);
    expect(Object.fromEntries(Object.entries(open.paths).map(([path, item]) => [path, Object.keys(item)]))).toEqual(
      shown,
    );
    expect(Object.keys(open.schemas).toSorted()).toEqual(schemas);
  });
});
