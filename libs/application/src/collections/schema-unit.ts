/**
 * The frame of every schema change: alone among all writers of all processes, against the registry as it is at that
 * moment, and with a new revision, so that no plan made before it can run after it.
 */
import type { RequestContext } from '#domain/kernel/request-context';
import { Catalog } from '#domain/schema/catalog';
import type { Authenticator } from '../auth/authenticator';
import type { Catalogs } from '../ports/catalogs';
import type { CollectionStore } from '../ports/collection-store';
import { StaleCredential } from '../ports/stale';
import type { Transaction, UnitOfWork } from '../ports/unit-of-work';
import { requireSuperadmin } from './require-superadmin';

const MAX_TRIES = 3;

export class SchemaUnit {
  constructor(
    private readonly units: UnitOfWork,
    private readonly store: CollectionStore,
    private readonly catalogs: Catalogs,
    private readonly authenticator: Authenticator,
  ) {}

  /** `catalog` is the registry inside the unit. Resolves when the change is on disk and this process knows it. */
  async run<T>(ctx: RequestContext, work: (tx: Transaction, catalog: Catalog) => Promise<T>): Promise<T> {
    const result = await this.runAsCurrent(ctx, async (tx) => {
      const { revision, collections } = await this.store.loadAll(tx);
      const value = await work(tx, new Catalog(revision, collections));
      await this.store.bumpRevision(tx);
      return value;
    });
    await this.catalogs.refresh();
    return result;
  }

  /** A credential that changed since the guard looked is read again: the caller may have stopped being a superadmin. */
  private async runAsCurrent<T>(ctx: RequestContext, work: (tx: Transaction) => Promise<T>): Promise<T> {
    let current = ctx;
    for (let tries = 1; ; tries += 1) {
      requireSuperadmin(current);
      try {
        return await this.units.runExclusive(current, work);
      } catch (error) {
        if (!(error instanceof StaleCredential) || tries === MAX_TRIES) throw error;
        current = await this.authenticator.refresh(current);
      }
    }
  }
}
