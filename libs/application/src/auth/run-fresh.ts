/**
 * Runs a unit for a caller whose credential may have changed since the guard looked: the lane refuses it then, and the
 * work is done again as who the caller is now, or refused with 401.
 */
import { isSuperadmin, type RequestContext } from '#domain/kernel/request-context';
import { superadminRequired } from '#domain/auth/auth-errors';
import { isAdmin, requireAdmin } from '#domain/auth/permissions';
import { StaleCredential } from '../ports/stale';
import type { Transaction, UnitOfWork } from '../ports/unit-of-work';
import type { Authenticator } from './authenticator';

/** Each needs somebody to change the caller's rights between two units. */
const MAX_TRIES = 10;

export async function runFresh<T>(
  units: Pick<UnitOfWork, 'run'>,
  authenticator: Authenticator,
  ctx: RequestContext,
  work: (tx: Transaction, ctx: RequestContext) => Promise<T>,
): Promise<T> {
  let current = ctx;
  for (let tries = 1; ; tries += 1) {
    try {
      return await units.run(current, (tx) => work(tx, current));
    } catch (error) {
      if (!(error instanceof StaleCredential) || tries === MAX_TRIES) throw error;
      current = await authenticator.refresh(current);
      if (isSuperadmin(ctx) && !isSuperadmin(current)) throw superadminRequired();
      if (ctx.principal && isAdmin(ctx.principal)) requireAdmin(current);
    }
  }
}
