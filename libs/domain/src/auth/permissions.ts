/** Who administers what: superadmins every account, the admins of an account their own, and everybody else nothing. */
import { type Principal, principalOf, type RequestContext, SYSTEM_ACCOUNT_ID } from '../kernel/request-context';
import { adminRequired, credentialsMissing } from './auth-errors';
import { ADMIN_ROLE } from './user';

type Person = Pick<Principal, 'accountId' | 'role'>;

export function isAdmin(person: Person): boolean {
  return isAdminOf(person, person.accountId);
}

export function isAdminOf({ accountId: own, role }: Person, accountId: string): boolean {
  return own === SYSTEM_ACCOUNT_ID || (role === ADMIN_ROLE && own === accountId);
}

/** The user who calls; 401 when nobody is signed in. */
export function requirePrincipal(ctx: RequestContext): Principal {
  const principal = principalOf(ctx);
  if (principal === null) throw credentialsMissing();
  return principal;
}

/** The caller, who is an admin; 401 or 403 otherwise. */
export function requireAdmin(ctx: RequestContext): Principal {
  const principal = requirePrincipal(ctx);
  if (!isAdmin(principal)) throw adminRequired();
  return principal;
}

/**
 * Whether the caller administers this account, as far as the request reaches. Accounts that they do not administer must look
 * missing.
 */
export function administers(ctx: RequestContext, accountId: string): boolean {
  const principal = principalOf(ctx);
  const isReached = ctx.accountId === null || ctx.accountId === accountId;
  return isReached && principal !== null && isAdminOf(principal, accountId);
}
