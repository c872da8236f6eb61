/**
 * Which condition a caller's operation is under: the tenant's reach and the collection's rule. Superadmins and the server
 * itself have no rules; the scopes of an API key hold for superadmins too. Every door to records passes here.
 */
import { signInRequired } from '#domain/auth/auth-errors';
import { isInScope, requireScope } from '#domain/auth/key-scope';
import { DomainError } from '#domain/kernel/errors';
import { type RequestContext, isSuperadmin, isSystem } from '#domain/kernel/request-context';
import { settleSignedIn } from '#domain/rules/caller-conditions';
import { compileRule } from '#domain/rules/compile-rule';
import type { Condition } from '#domain/rules/condition';
import type { Catalog } from '#domain/schema/catalog';
import type { Collection, RuleOperation } from '#domain/schema/collection';
import { holdsForStrangers } from '#domain/schema/holds-for-strangers';
import type { Reach } from './reach';
import { lockedHint } from './rule-hint';

export const ALWAYS: Condition = { kind: 'constant', value: true };
const NEVER: Condition = { kind: 'constant', value: false };

/**
 * Throws DomainError AUTH_SCOPE_MISSING, RULE_LOCKED when no caller to whom rules apply may do this, or AUTH_REQUIRED when
 * the rule is not for strangers.
 */
export function ruleFor(
  ctx: RequestContext,
  catalog: Catalog,
  collection: Collection,
  operation: RuleOperation,
): Condition {
  requireScope(ctx, collection, operation);
  return conditionFor(ctx, catalog, collection, operation);
}

/** The view rule for callers whose credential has a scope of its own for what they do (SECRETS_SCOPE). */
export function viewRuleOf(ctx: RequestContext, catalog: Catalog, collection: Collection): Condition {
  return conditionFor(ctx, catalog, collection, 'view');
}

function conditionFor(
  ctx: RequestContext,
  catalog: Catalog,
  collection: Collection,
  operation: RuleOperation,
): Condition {
  if (isUnderNoRule(ctx)) return ALWAYS;
  const text = collection.rules[operation];
  if (text === null) {
    const message = `Access denied: ${operation} is locked for this collection`;
    throw new DomainError('RULE_LOCKED', 'forbidden', message, lockedHint(ctx, collection, operation));
  }
  if (!holdsFor(ctx, collection, operation)) throw signInRequired(operation);
  const rule = compileRule(text, { collection, catalog, operation });
  return ctx.actor.kind === 'user' ? settleSignedIn(rule) : rule;
}

/** Whether ruleFor has a condition for the caller, rather than a refusal. */
export function isAdmitted(ctx: RequestContext, collection: Collection, operation: RuleOperation): boolean {
  return isInScope(ctx, collection, operation) && (isUnderNoRule(ctx) || holdsFor(ctx, collection, operation));
}

/** Whether there is a rule, and one for callers of this kind. */
function holdsFor({ actor }: RequestContext, collection: Collection, operation: RuleOperation): boolean {
  return actor.kind === 'anonymous' ? holdsForStrangers(collection, operation) : collection.rules[operation] !== null;
}

/** What the caller may read of the rows that relations lead to: the target's view rule, within the caller's scopes. */
export function visibilityFor(ctx: RequestContext, catalog: Catalog): (target: Collection) => Condition {
  const known = new Map<string, Condition>();
  return (target) => {
    let condition = known.get(target.id);
    if (!condition) {
      condition = isAdmitted(ctx, target, 'view') ? ruleFor(ctx, catalog, target, 'view') : NEVER;
      known.set(target.id, condition);
    }
    return condition;
  };
}

/** Whether the caller sees more than the id of the users that records of a collection refer to. */
export function userDetailsFor(ctx: RequestContext): (holder: Collection) => boolean {
  return ({ showUserDetails }) => isUnderNoRule(ctx) || (ctx.actor.kind === 'user' && showUserDetails);
}

/** Superadmins and the server itself. */
export function isUnderNoRule(ctx: RequestContext): boolean {
  return isSuperadmin(ctx) || isSystem(ctx);
}

/**
 * Only a superadmin's request can come without an account; anything else here, the server's own requests included, is a
 * defect and not a wide-open query.
 */
export function reachOf(ctx: RequestContext): Reach {
  if (ctx.accountId !== null) return 'account';
  if (isSuperadmin(ctx)) return 'all';
  throw new Error('A request without account that is no superadmin’s');
}

/** Both conditions; constants that decide nothing are left out, so that an open list has no condition at all. */
export function allOf(conditions: readonly Condition[]): Condition {
  const needed = conditions.filter((condition) => condition.kind !== 'constant' || !condition.value);
  if (needed.length > 1) return { kind: 'and', items: needed };
  return needed[0] ?? ALWAYS;
}
