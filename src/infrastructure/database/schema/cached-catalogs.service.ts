import { Catalogs } from '#application/ports/catalogs';
import type { CollectionStore } from '#application/ports/collection-store';
import { Catalog } from '#domain/schema/catalog';
import type { ReadPool } from '../reads/read-pool';

const REVISION = `SELECT value FROM system_state WHERE name = 'schema_revision'`;

export class CachedCatalogs extends Catalogs {
  private catalog = new Catalog(0, []);
  private running: Promise<Catalog> | null = null;
  private queued: Promise<Catalog> | null = null;

  private constructor(
    private readonly store: CollectionStore,
    private readonly reads: ReadPool,
  ) {
    super();
  }

  /** Reads the registry, so that the first request finds it. */
  static async load(store: CollectionStore, reads: ReadPool): Promise<CachedCatalogs> {
    const catalogs = new CachedCatalogs(store, reads);
    await catalogs.refresh();
    return catalogs;
  }

  override current(): Catalog {
    return this.catalog;
  }

  /**
   * Concurrent callers share a read, but never one that began before they called: it may have missed the change
   * that they met.
   */
  override refresh(): Promise<Catalog> {
    if (this.running === null) {
      this.running = this.reload().finally(() => (this.running = null));
      return this.running;
    }
    this.queued ??= this.afterRunning(this.running);
    return this.queued;
  }

  private async afterRunning(running: Promise<Catalog>): Promise<Catalog> {
    await Promise.allSettled([running]);
    this.queued = null;
    return this.refresh();
  }

  private async reload(): Promise<Catalog> {
    const [row] = await this.reads.all(REVISION);
    if (row?.['value'] === this.catalog.revision) return this.catalog;
    const { revision, collections, macros } = await this.store.loadAll();
    if (revision > this.catalog.revision) this.catalog = new Catalog(revision, collections, macros);
    return this.catalog;
  }
}
