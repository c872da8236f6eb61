/** The account whose things a list shows: the one that the caller asks for or acts in; null: all of them. */
import type { RequestContext } from '#domain/kernel/request-context';
import { accountNotFound } from './account-errors';

/** Throws ACCOUNT_NOT_FOUND: another account looks the same as none, to a caller whose request does not reach it. */
export function listedAccount(ctx: RequestContext, named: string | undefined): string | null {
  if (named !== undefined && ctx.accountId !== null && named !== ctx.accountId) throw accountNotFound();
  return named ?? ctx.accountId;
}
