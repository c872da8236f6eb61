/** Which rule of which collection refused: told to those who look after an account, and to nobody else. */
import { isAdmin } from '#domain/auth/permissions';
import type { ErrorExtras } from '#domain/kernel/errors';
import { hasScopes, principalOf, type RequestContext } from '#domain/kernel/request-context';
import type { Collection, RuleOperation } from '#domain/schema/collection';

export function lockedHint(ctx: RequestContext, { name }: Collection, operation: RuleOperation): ErrorExtras {
  return hintFor(ctx, `'${name}' has no ${operation}_rule. A superadmin can give it one.`);
}

export function failedHint(ctx: RequestContext, { name }: Collection, operation: RuleOperation): ErrorExtras {
  return hintFor(ctx, `The ${operation}_rule of '${name}' does not hold for the record as it would be stored.`);
}

/** A key with scopes is no person who could have the rule changed. */
function hintFor(ctx: RequestContext, hint: string): ErrorExtras {
  const principal = principalOf(ctx);
  return principal !== null && isAdmin(principal) && !hasScopes(ctx) ? { hint } : {};
}
