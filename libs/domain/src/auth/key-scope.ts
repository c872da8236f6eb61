/**
 * What an API key is limited to. A scope is `<collection>:<operation>`: a collection's name or `*`, and list, view, create,
 * update, delete, `read` (list and view), `write` (create, update and delete) or `*`. It only limits and never grants:
 * the owner's rules apply all the same. Scopes follow a collection that gets another name; for them, one that is dropped
 * and made again is the same.
 */
import { credentialsMissing, scopeMissing, secretsScopeMissing } from './auth-errors';
import { principalOf, type RequestContext } from '../kernel/request-context';
import { RULE_OPERATIONS, type RuleOperation } from '../schema/collection';

export const SCOPE_GRAMMAR =
  '<collection>:<operation>, the collection a name or *, the operation one of list, view, create, update, delete, ' +
  'read (list and view), write (create, update and delete) or *; or records:secrets:read';

/**
 * Reads the values of encrypted fields, of every collection, under the rules of the owner. It is the one scope that grants what no
 * key without scopes and no session may do, so that no other one includes it.
 */
export const SECRETS_SCOPE = 'records:secrets:read';

/** Per key. */
export const MAX_SCOPES = 50;

const ANY = '*';
const COLLECTION = /^(?:\*|[A-Za-z][A-Za-z0-9_]*)$/;
/** A Map, so that a name such as `constructor` is as unknown as any other. */
const GRANTED: ReadonlyMap<string, readonly RuleOperation[]> = new Map([
  ...RULE_OPERATIONS.map((operation): [string, readonly RuleOperation[]] => [operation, [operation]]),
  ['read', ['list', 'view']],
  ['write', ['create', 'update', 'delete']],
  [ANY, RULE_OPERATIONS],
]);

export interface KeyScope {
  /** As written; null: every collection. */
  readonly collection: string | null;
  readonly operation: string;
}

/** null: not a scope. */
export function parseScope(text: string): KeyScope | null {
  const [collection, operation, ...rest] = text.split(':');
  if (collection === undefined || operation === undefined || rest.length > 0) return null;
  if (!COLLECTION.test(collection) || !GRANTED.has(operation)) return null;
  return { collection: collection === ANY ? null : collection, operation };
}

export function formatScope({ collection, operation }: KeyScope): string {
  return `${collection ?? ANY}:${operation}`;
}

/** The scopes of a key once a collection has another name. null: none of them is about it. */
export function renameInScopes(scopes: readonly string[], from: string, to: string): readonly string[] | null {
  const key = from.toLowerCase();
  const renamed = scopes.map((text) => {
    const scope = parseScope(text);
    return scope?.collection?.toLowerCase() === key ? formatScope({ ...scope, collection: to }) : text;
  });
  return renamed.every((text, index) => text === scopes[index]) ? null : sortedScopes(renamed);
}

/** Sorted and without repetitions, so that equal limits are equal texts. */
export function sortedScopes(scopes: readonly string[]): readonly string[] {
  return [...new Set(scopes)].toSorted();
}

/** Whether the caller's credential reaches this far. Names of collections that differ only in case are the same. */
export function isInScope(ctx: RequestContext, { name }: { readonly name: string }, operation: RuleOperation): boolean {
  const scopes = principalOf(ctx)?.scopes;
  return scopes === undefined || scopes.some((text) => covers(text, name.toLowerCase(), operation));
}

/** Throws DomainError AUTH_REQUIRED or AUTH_SCOPE_MISSING. */
export function requireSecretsScope(ctx: RequestContext): void {
  const principal = principalOf(ctx);
  if (principal === null) throw credentialsMissing();
  if (principal.scopes?.includes(SECRETS_SCOPE) !== true) throw secretsScopeMissing();
}

/** Throws DomainError AUTH_SCOPE_MISSING. */
export function requireScope(
  ctx: RequestContext,
  collection: { readonly name: string },
  operation: RuleOperation,
): void {
  if (!isInScope(ctx, collection, operation)) throw scopeMissing();
}

function covers(text: string, key: string, operation: RuleOperation): boolean {
  const scope = parseScope(text);
  if (scope === null || (scope.collection !== null && scope.collection.toLowerCase() !== key)) return false;
  return GRANTED.get(scope.operation)?.includes(operation) === true;
}
