import fc from 'fast-check';
import { type Principal, type RequestContext, systemContext } from '../kernel/request-context';
import { RULE_OPERATIONS } from '../schema/collection';
import { formatScope, isInScope, parseScope } from './key-scope';

function caller(scopes?: readonly string[]): RequestContext {
  const actor: Principal = {
    kind: 'user',
    userId: 'u',
    email: 'u@x.example',
    role: 'admin',
    groups: [],
    accountId: 'a',
    credential: { kind: 'api_key', id: 'k', stamp: 1 } as const,
    ...(scopes === undefined ? {} : { scopes }),
  };
  return { ...systemContext('test', 'a'), actor };
}

const allowed = (scopes: readonly string[] | undefined, name = 'posts'): string[] =>
  RULE_OPERATIONS.filter((operation) => isInScope(caller(scopes), { name }, operation));

test.each([
  ['posts:list', ['list']],
  ['posts:view', ['view']],
  ['posts:create', ['create']],
  ['posts:update', ['update']],
  ['posts:delete', ['delete']],
  ['posts:read', ['list', 'view']],
  ['posts:write', ['create', 'update', 'delete']],
  ['posts:*', [...RULE_OPERATIONS]],
  ['*:read', ['list', 'view']],
  ['*:*', [...RULE_OPERATIONS]],
  ['Posts:view', ['view']],
  ['comments:*', []],
])('%s', (scope, operations) => {
  expect(allowed([scope])).toEqual(operations);
  expect(formatScope(parseScope(scope)!)).toBe(scope);
});

test('scopes add up, and none at all is not the same as no limit', () => {
  expect(allowed(['posts:list', 'comments:view', '*:delete'])).toEqual(['list', 'delete']);
  expect(allowed(['posts:view'], 'POSTS')).toEqual(['view']);
  expect(allowed([])).toEqual([]);
  expect(allowed(undefined)).toEqual([...RULE_OPERATIONS]);
  expect(isInScope(systemContext('test', 'a'), { name: 'posts' }, 'list')).toBe(true);
});

test.each([
  'records:secrets:read',
  'posts',
  'posts:',
  ':read',
  ':',
  '',
  '*',
  'posts:Read',
  'posts:read ',
  ' posts:read',
  'posts:read\n',
  'posts,comments:read',
  'po*:read',
  '**:read',
  'posts:constructor',
  'posts:__proto__',
  'pösts:read',
  'posts：read',
])('%j is no scope and gives nothing', (text) => {
  expect(parseScope(text)).toBeNull();
  expect(allowed([text])).toEqual([]);
});

test('any text is a scope or gives nothing', () => {
  fc.assert(fc.property(fc.string(), (text) => parseScope(text) !== null || allowed([text]).length === 0));
});
