/** Whom a request's entries in shared caches are charged to. */
import { isSuperadmin, type RequestContext } from '#domain/kernel/request-context';

const SUPERADMINS = 'superadmins';
const STRANGERS = 'strangers';

/**
 * The account; superadmins, who are of none, have a part of their own, and so have all strangers together: they name any
 * account that they like, and must not fill what its users have.
 */
export function cacheOwner(ctx: RequestContext): string {
  if (ctx.accountId === null || isSuperadmin(ctx)) return SUPERADMINS;
  return ctx.actor.kind === 'anonymous' ? STRANGERS : ctx.accountId;
}
