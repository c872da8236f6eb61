import type { JsonSchema } from '#domain/schema/json-schema';
import type { RuleOperation } from '#domain/schema/collection';
import { type Paths, REFERENCE } from './document-types';

export interface CollectionParts {
  readonly paths: Paths;
  readonly schemas: Record<string, JsonSchema>;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
const REFERENCES = new RegExp(`"${REFERENCE}([^"]+)"`, 'g');

/** The routes of a collection that the operations are enough for, with the schemas that these need. */
export function openPaths({ paths, schemas }: CollectionParts, operations: readonly RuleOperation[]): CollectionParts {
  const open: Paths = {};
  for (const [path, item] of Object.entries(paths)) {
    const closed = METHODS.filter((method) => operationsOf(method, path).some((each) => !operations.includes(each)));
    const rest = Object.fromEntries(Object.entries(item).filter(([key]) => !closed.some((method) => method === key)));
    if (METHODS.some((method) => method in rest)) open[path] = rest;
  }
  return { paths: open, schemas: referredTo(open, schemas) };
}

/** All that a caller needs to be able to do there. */
function operationsOf(method: (typeof METHODS)[number], path: string): readonly RuleOperation[] {
  const isOne = path.endsWith('}');
  const isBatch = path.endsWith('/batch');
  switch (method) {
    case 'get':
      return [isOne ? 'view' : 'list'];
    case 'post':
      return ['create'];
    case 'put':
      return isBatch ? ['create', 'update'] : ['update'];
    case 'patch':
      return isOne || isBatch ? ['update'] : ['list', 'update'];
    case 'delete':
      return isOne || isBatch ? ['delete'] : ['list', 'delete'];
  }
}

function referredTo(root: object, schemas: CollectionParts['schemas']): CollectionParts['schemas'] {
  const found: CollectionParts['schemas'] = {};
  const visit = (node: object): void => {
    for (const [, name = ''] of JSON.stringify(node).matchAll(REFERENCES)) {
      const schema = schemas[name];
      if (schema === undefined || name in found) continue;
      found[name] = schema;
      visit(schema);
    }
  };
  visit(root);
  return found;
}
