/**
 * The way every record request takes: find the collection, make a plan against the catalog as this process knows it, run
 * it. When the statement finds that catalog or credential moved on, what is stale is read again and the request planned
 * anew; a plan made from outdated rules can therefore never show or write anything.
 */
import { isSuperadmin, type RequestContext } from '#domain/kernel/request-context';
import type { Catalog } from '#domain/schema/catalog';
import type { Collection } from '#domain/schema/collection';
import type { Authenticator } from '../auth/authenticator';
import type { Catalogs } from '../ports/catalogs';
import { StaleCredential, StaleSchema } from '../ports/stale';
import { collectionNotFound } from './record-errors';

/** Each round needs somebody to change the schema or the caller's rights between two statements. */
const MAX_ROUNDS = 10;

export interface PlannedRequest {
  readonly ctx: RequestContext;
  readonly catalog: Catalog;
  readonly collection: Collection;
}

export class RecordRequests {
  constructor(
    private readonly catalogs: Catalogs,
    private readonly authenticator: Authenticator,
  ) {}

  async run<T>(ctx: RequestContext, name: string, attempt: (request: PlannedRequest) => Promise<T>): Promise<T> {
    let current = ctx;
    for (let round = 1; ; round += 1) {
      try {
        return await attempt({ ctx: current, ...(await this.find(name)) });
      } catch (error) {
        if (round === MAX_ROUNDS) throw error;
        if (error instanceof StaleSchema) await this.catalogs.refresh();
        else if (error instanceof StaleCredential) current = await this.readAgain(current);
        else throw error;
      }
    }
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

  private async readAgain(ctx: RequestContext): Promise<RequestContext> {
    const fresh = await this.authenticator.refresh(ctx);
    const scope = isSuperadmin(fresh) ? null : (fresh.principal?.accountId ?? ctx.accountId);
    return { ...fresh, accountId: scope };
  }
}
