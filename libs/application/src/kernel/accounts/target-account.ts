/** The account that an admin's request is about: the one that the admin acts in, unless a superadmin names another. */
import { administers } from '#domain/auth/permissions';
import { isId } from '#domain/kernel/ids';
import type { Principal, RequestContext } from '#domain/kernel/request-context';
import { accountNotFound } from './account-errors';

export function targetAccount(ctx: RequestContext, caller: Principal, named: string | undefined): string {
  if (named === undefined) return ctx.accountId ?? caller.accountId;
  if (!isId(named) || !administers(ctx, named)) throw accountNotFound();
  return named;
}
