/**
 * The one way to write: a unit of work says who does what, and is on disk when its promise resolves. A credential that
 * changed since the caller was let in is noticed inside the unit's transaction; the work is then done again with the
 * caller's present rights, or refused.
 */
import { isAdmin, requireAdmin } from '#domain/auth/permissions';
import type { Act } from '#domain/kernel/act';
import { isSuperadmin, principalOf, type RequestContext } from '#domain/kernel/request-context';
import { SharedWork, type Transaction, type Transactions, type Unit } from '../ports/transactions';
import type { Callers } from './callers';
import type { ModelChange, ModelHooks } from './hooks/model-hooks';
import { repeatWhileStale } from './repeat-while-stale';
import { requireSuperadmin } from './require-superadmin';

/** `ctx` is the caller as it is now. */
type PlainWork<T> = (tx: Transaction, ctx: RequestContext) => Promise<T>;
type Work<T> = PlainWork<T> | SharedWork<T>;

export class Units {
  constructor(
    private readonly transactions: Transactions,
    private readonly callers: Callers,
    private readonly hooks: ModelHooks,
  ) {}

  /**
   * Runs in the lane of the context's account; a context without one writes the system account. Rejects with
   * StaleExpectation when `schemaRevision` is given and no longer the schema's.
   */
  run<T>(ctx: RequestContext, act: Act, work: Work<T>, schemaRevision: number | null = null): Promise<T> {
    return this.asCurrent(ctx, (current) => this.transactions.run(unitOf(current, act, work, schemaRevision)));
  }

  /** As run, with every other writer of the database kept out. */
  alone<T>(ctx: RequestContext, act: Act, work: Work<T>): Promise<T> {
    return this.asCurrent(ctx, (current) => this.transactions.runAlone(unitOf(current, act, work, null)));
  }

  /** As run, for changes of system tables that hooks hear of. */
  change<T>(
    ctx: RequestContext,
    act: Act,
    changes: readonly ModelChange<NoInfer<T>>[],
    work: PlainWork<T>,
    schemaRevision: number | null = null,
  ): Promise<T> {
    return this.hooks.around(ctx, changes, work, (hooked) => this.run(ctx, act, hooked, schemaRevision));
  }

  /** As alone, for changes of system tables that hooks hear of. */
  changeAlone<T>(
    ctx: RequestContext,
    act: Act,
    changes: readonly ModelChange<NoInfer<T>>[],
    work: PlainWork<T>,
  ): Promise<T> {
    return this.hooks.around(ctx, changes, work, (hooked) => this.alone(ctx, act, hooked));
  }

  private asCurrent<T>(ctx: RequestContext, attempt: (current: RequestContext) => Promise<T>): Promise<T> {
    let current = ctx;
    return repeatWhileStale(
      () => attempt(current),
      async (error) => {
        if (error.stale === 'schema') throw error;
        current = await this.callers.renew(current);
        requireStanding(ctx, current);
      },
    );
  }
}

function unitOf<T>(ctx: RequestContext, act: Act, work: Work<T>, schemaRevision: number | null): Unit<T> {
  return {
    ctx,
    act,
    work: work instanceof SharedWork ? work : (tx) => work(tx, ctx),
    expectation: { credential: principalOf(ctx)?.credential ?? null, schemaRevision },
  };
}

/** A caller who was let in as an operator or an admin must still be one. */
function requireStanding(before: RequestContext, now: RequestContext): void {
  if (isSuperadmin(before)) requireSuperadmin(now);
  const principal = principalOf(before);
  if (principal !== null && isAdmin(principal)) requireAdmin(now);
}
