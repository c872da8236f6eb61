/** Which condition a caller's operation is under: the tenant's scope and the collection's rule. Superadmins have no rules. */
import { DomainError } from '#domain/kernel/errors';
import { type RequestContext, isSuperadmin } from '#domain/kernel/request-context';
import { compileRule } from '#domain/rules/compile-rule';
import type { Condition } from '#domain/rules/condition';
import type { Catalog } from '#domain/schema/catalog';
import type { Collection, RuleOperation } from '#domain/schema/collection';
import type { Scope } from './record-plan';

export const ALWAYS: Condition = { kind: 'constant', value: true };
const NEVER: Condition = { kind: 'constant', value: false };

/** Throws DomainError RULE_LOCKED when nobody but superadmins may do this. */
export function ruleFor(
  ctx: RequestContext,
  catalog: Catalog,
  collection: Collection,
  operation: RuleOperation,
): Condition {
  if (isSuperadmin(ctx)) return ALWAYS;
  const text = collection.rules[operation];
  if (text !== null) return compileRule(text, { collection, catalog, operation });
  throw new DomainError('RULE_LOCKED', 'forbidden', `Access denied: ${operation} is locked for this collection`);
}

/** What the caller may read of the rows that relations lead to: the target's view rule. */
export function guardsFor(ctx: RequestContext, catalog: Catalog): (target: Collection) => Condition {
  const known = new Map<string, Condition>();
  return (target) => {
    let guard = known.get(target.id);
    if (!guard) {
      const locked = target.rules.view === null && !isSuperadmin(ctx);
      guard = locked ? NEVER : ruleFor(ctx, catalog, target, 'view');
      known.set(target.id, guard);
    }
    return guard;
  };
}

/** Only a superadmin's request can come without an account; anything else here is a defect, not a wide-open query. */
export function scopeOf(ctx: RequestContext): Scope {
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
