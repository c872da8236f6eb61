/**
 * What a new API key may be. Operators know what they hand out, so their keys may have all their rights; those of
 * account admins must always have scopes.
 */
import {
  formatScope,
  type KeyScope,
  parseScope,
  SCOPE_GRAMMAR,
  SECRETS_SCOPE,
  sortedScopes,
} from '#domain/auth/key-scope';
import { isoTime } from '#domain/kernel/clock';
import { type FieldProblem, invalidFields } from '#domain/kernel/errors';
import type { Catalog } from '#domain/schema/catalog';

const MIN_NAME = 3;
const MS_PER_DAY = 86_400_000;
/** ISO texts of later years do not compare as texts. */
const LAST_END = Date.UTC(9999, 11, 31);
/** Control characters and lone surrogates. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u;

export interface NewApiKey {
  readonly name: string;
  /** ISO 8601; absent: the default that the operator set. */
  readonly expiresAt: string | undefined;
  /** Empty: everything that the owner may. */
  readonly scopes: readonly string[];
}

export interface KeyPolicy {
  readonly mustHaveScopes: boolean;
  /** The end of the key that the caller uses to make another; null: it has no end, or the caller uses none. */
  readonly latestEnd: string | null;
  readonly defaultDays: number | undefined;
  /** Unix milliseconds. */
  readonly now: number;
}

/** The checked name, end and scopes (null: no limit). Throws DomainError API_KEY_INVALID with everything that is wrong. */
export function checkNewKey(
  request: NewApiKey,
  catalog: Catalog,
  policy: KeyPolicy,
): { readonly name: string; readonly expiresAt: string | null; readonly scopes: readonly string[] | null } {
  const problems: FieldProblem[] = [];
  const name = checkName(request.name, problems);
  const expiresAt = checkEnd(request.expiresAt, policy, problems);
  const scopes = checkScopes(request.scopes, catalog, policy, problems);
  if (problems.length > 0) throw invalidFields('API_KEY_INVALID', problems);
  return { name, expiresAt, scopes };
}

function checkName(given: string, problems: FieldProblem[]): string {
  const name = given.trim();
  if (name.length < MIN_NAME) {
    problems.push({ field: 'name', code: 'too_short', message: `Must have at least ${MIN_NAME} characters` });
  }
  if (UNPRINTABLE.test(name)) {
    problems.push({ field: 'name', code: 'invalid_text', message: 'Contains characters that cannot be used' });
  }
  return name;
}

function checkEnd(given: string | undefined, policy: KeyPolicy, problems: FieldProblem[]): string | null {
  const latest = policy.latestEnd === null ? Number.POSITIVE_INFINITY : Date.parse(policy.latestEnd);
  const { defaultDays, now } = policy;
  if (given === undefined) {
    const end = defaultDays === undefined ? latest : Math.min(latest, now + defaultDays * MS_PER_DAY);
    return end === Number.POSITIVE_INFINITY ? null : isoTime(end);
  }
  const end = Date.parse(given);
  if (!(end > now && end <= LAST_END)) {
    problems.push({ field: 'expires_at', code: 'invalid_value', message: 'Must be a time in the future' });
    return null;
  }
  if (end > latest) {
    const message = 'A key that is made with another key cannot outlive it';
    problems.push({ field: 'expires_at', code: 'too_large', message });
  }
  return isoTime(end);
}

function checkScopes(
  given: readonly string[],
  catalog: Catalog,
  { mustHaveScopes }: KeyPolicy,
  problems: FieldProblem[],
): readonly string[] | null {
  if (given.length === 0 && mustHaveScopes) {
    const message = `The keys of an account's admins need at least one scope: ${SCOPE_GRAMMAR}`;
    problems.push({ field: 'scopes', code: 'required', message });
  }
  const scopes = given.flatMap((text) => {
    if (text === SECRETS_SCOPE) return text;
    const scope = checkScope(text, catalog, problems);
    return scope === null ? [] : formatScope(scope);
  });
  return given.length === 0 ? null : sortedScopes(scopes);
}

function checkScope(text: string, catalog: Catalog, problems: FieldProblem[]): KeyScope | null {
  const scope = parseScope(text);
  if (scope === null) {
    problems.push({ field: 'scopes', code: 'invalid_format', message: `'${text}' is not ${SCOPE_GRAMMAR}` });
    return null;
  }
  if (scope.collection === null) return scope;
  const collection = catalog.find(scope.collection);
  if (collection === undefined) {
    problems.push({ field: 'scopes', code: 'unknown_collection', message: `'${text}' names no collection` });
    return null;
  }
  return { ...scope, collection: collection.name };
}
