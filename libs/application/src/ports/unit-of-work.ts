/** The one way to write: a unit runs alone in its account's write lane and is on disk when its promise resolves. */
import type { RequestContext } from '#domain/kernel/request-context';

/** Handed to stores inside a unit. Opaque: only adapters look inside. */
export interface Transaction {
  /** Runs after the commit that holds the unit, never when it rolled back. Must not throw. */
  afterCommit(action: () => void): void;
}

export abstract class UnitOfWork {
  /**
   * Runs `work` in the lane of the context's account; many units may share one commit, each isolated from the others'
   * failures. `work` awaits nothing but the database. Rejects with what `work` threw, the unit then having left nothing.
   * The context's credential is checked again in the unit's transaction (StaleCredential when it no longer holds), and so
   * is the schema revision that the work was planned against, when one is given (StaleSchema).
   */
  abstract run<T>(
    ctx: RequestContext,
    work: (tx: Transaction) => Promise<T>,
    schemaRevision?: number | null,
  ): Promise<T>;

  /** As run, but alone in its transaction, with every other writer of the database kept out: for schema changes. */
  abstract runExclusive<T>(ctx: RequestContext, work: (tx: Transaction) => Promise<T>): Promise<T>;
}
