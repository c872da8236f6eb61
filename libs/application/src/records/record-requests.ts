/**
 * The way every record request takes: find the collection, make a plan against the catalog as this process knows it, run
 * it. When the statement finds that catalog or credential moved on, what is stale is read again and the request planned
 * anew; a plan made from outdated rules can therefore never show or write anything, nor refuse it.
 */
import { DomainError, type ErrorKind } from '#domain/kernel/errors';
import { principalOf, type RequestContext } from '#domain/kernel/request-context';
import type { Catalog } from '#domain/schema/catalog';
import type { Collection } from '#domain/schema/collection';
import type { Callers } from '../kernel/callers';
import { repeatWhileStale } from '../kernel/repeat-while-stale';
import type { Catalogs } from '../ports/catalogs';
import { collectionNotFound } from './record-errors';

const REFUSALS: readonly ErrorKind[] = ['invalid', 'forbidden', 'unprocessable'];

export interface PlannedRequest {
  readonly ctx: RequestContext;
  readonly catalog: Catalog;
  readonly collection: Collection;
}

export class RecordRequests {
  constructor(
    private readonly catalogs: Catalogs,
    private readonly callers: Callers,
  ) {}

  run<T>(ctx: RequestContext, name: string, attempt: (request: PlannedRequest) => Promise<T>): Promise<T> {
    let current = ctx;
    const round = async (): Promise<T> => {
      for (;;) {
        const request = { ctx: current, ...(await this.find(name)) };
        try {
          return await attempt(request);
        } catch (error) {
          if (!(error instanceof DomainError)) throw error;
          current = await this.recheck(error, request);
        }
      }
    };
    return repeatWhileStale(round, async ({ stale }) => {
      if (stale === 'schema') await this.catalogs.refresh();
      else current = await this.callers.renew(current);
    });
  }

  /** What is not in the known catalog may have been made by another process a moment ago. */
  private async find(name: string): Promise<Pick<PlannedRequest, 'catalog' | 'collection'>> {
    const known = this.catalogs.current();
    const found = known.find(name);
    if (found !== undefined) return { catalog: known, collection: found };
    const catalog = await this.catalogs.refresh();
    const collection = catalog.find(name);
    if (collection === undefined) throw collectionNotFound(name);
    return { catalog, collection };
  }

  /**
   * A refusal that no statement stood behind (a locked rule, an unknown field) must not come from an outdated catalog or
   * be told to a caller who is nobody any more, or about an account that was closed. Throws it again if it holds;
   * otherwise returns the context to go on with.
   */
  private async recheck(error: DomainError, { ctx, catalog: used }: PlannedRequest): Promise<RequestContext> {
    if (!REFUSALS.includes(error.kind)) throw error;
    const [fresh, catalog] = await Promise.all([this.callers.renew(ctx), this.catalogs.refresh()]);
    const sameCaller = principalOf(fresh)?.credential.stamp === principalOf(ctx)?.credential.stamp;
    if (sameCaller && catalog.revision === used.revision) throw error;
    return fresh;
  }
}
