/**
 * The frame of every schema change: it runs with all other writers of all processes kept out, against the registry as
 * it is at that moment, and with a new revision, so that no plan made before it can run after it.
 */
import type { AuditedAct } from '#domain/kernel/act';
import { inAccount, type RequestContext, SYSTEM_ACCOUNT_ID } from '#domain/kernel/request-context';
import { Catalog } from '#domain/schema/catalog';
import type { Units } from '../kernel/units';
import type { Catalogs } from '../ports/catalogs';
import type { CollectionStore } from '../ports/collection-store';
import type { Transaction } from '../ports/transactions';
import { requireSuperadmin } from '../kernel/require-superadmin';

export class SchemaUnit {
  constructor(
    private readonly units: Units,
    private readonly store: CollectionStore,
    private readonly catalogs: Catalogs,
  ) {}

  /**
   * `catalog` is the registry inside the unit. Resolves when the change is on disk and this process knows it; `onDisk` is
   * called then, and even where this process could not read the registry again.
   */
  async run<T>(
    ctx: RequestContext,
    act: AuditedAct,
    work: (tx: Transaction, catalog: Catalog) => Promise<T>,
    onDisk: (result: T) => void,
  ): Promise<T> {
    requireSuperadmin(ctx);
    return this.ofServer(ctx, act, work, onDisk);
  }

  /** As run, for what the server changes by itself. */
  async ofServer<T>(
    ctx: RequestContext,
    act: AuditedAct,
    work: (tx: Transaction, catalog: Catalog) => Promise<T>,
    onDisk: (result: T) => void = () => undefined,
  ): Promise<T> {
    const result = await this.units.alone(inAccount(ctx, SYSTEM_ACCOUNT_ID), act, async (tx) => {
      const { revision, collections, macros } = await this.store.loadAll(tx);
      const value = await work(tx, new Catalog(revision, collections, macros));
      await this.store.bumpRevision(tx);
      return value;
    });
    try {
      await this.catalogs.refresh();
    } finally {
      onDisk(result);
    }
    return result;
  }
}
