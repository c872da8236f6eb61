/** Collections belong to the operators; accounts only have records in them. */
import { superadminRequired } from '#domain/auth/auth-errors';
import { isSuperadmin } from '#domain/kernel/request-context';
import type { RequestContext } from '#domain/kernel/request-context';

export function requireSuperadmin(ctx: RequestContext): void {
  if (!isSuperadmin(ctx)) throw superadminRequired();
}
