/**
 * The way every record request takes: find the collection, make a plan against the catalog as this process knows it, run
 * it. When the statement finds that catalog or credential moved on, what is stale is read again and the request planned
 * anew; a plan made from outdated rules can therefore never show or write anything, nor refuse it.
 */
import { DomainError, type ErrorKind } from '#domain/kernel/errors';
import { isSuperadmin, type RequestContext } from '#domain/kernel/request-context';
import type { FieldAccess } from '#domain/query/field-access';
import type { Catalog } from '#domain/schema/catalog';
import type { Collection } from '#domain/schema/collection';
import type { AnonymousScope } from '../accounts/anonymous-scope';
import type { Authenticator } from '../auth/authenticator';
import type { Catalogs } from '../ports/catalogs';
import { StaleCredential, StaleSchema } from '../ports/stale';
import { collectionNotFound } from './record-errors';

/** Each round needs somebody to change the schema or the caller's rights between two statements. */
const MAX_ROUNDS = 10;

const REFUSALS: readonly ErrorKind[] = ['invalid', 'forbidden', 'unprocessable'];

export interface PlannedRequest {
  readonly ctx: RequestContext;
  readonly access: FieldAccess;
  readonly catalog: Catalog;
  readonly collection: Collection;
}

export class RecordRequests {
  constructor(
    private readonly catalogs: Catalogs,
    private readonly authenticator: Authenticator,
    private readonly anonymous: AnonymousScope,
    private readonly access: FieldAccess,
  ) {}

  async run<T>(ctx: RequestContext, name: string, attempt: (request: PlannedRequest) => Promise<T>): Promise<T> {
    let current = ctx;
    for (let round = 1; ; round += 1) {
      const found = await this.find(name);
      try {
        return await attempt({ ctx: current, access: this.access, ...found });
      } catch (error) {
        if (round === MAX_ROUNDS) throw error;
        if (error instanceof DomainError) current = await this.recheck(error, current, found.catalog);
        else if (error instanceof StaleSchema) await this.catalogs.refresh();
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

  /**
   * A refusal that no statement stood behind (a locked rule, an unknown field) must not come from an outdated catalog or
   * be told to a caller who is nobody any more, or about an account that was closed. Throws it again if it holds;
   * otherwise returns the context to go on with.
   */
  private async recheck(error: DomainError, ctx: RequestContext, used: Catalog): Promise<RequestContext> {
    if (!REFUSALS.includes(error.kind)) throw error;
    const [fresh, catalog] = await Promise.all([this.readAgain(ctx), this.catalogs.refresh()]);
    const sameCaller = fresh.principal?.credential.stamp === ctx.principal?.credential.stamp;
    if (sameCaller && catalog.revision === used.revision) throw error;
    return fresh;
  }

  private async readAgain(ctx: RequestContext): Promise<RequestContext> {
    if (ctx.principal === null) return { ...ctx, accountId: await this.anonymous.confirm(ctx.accountId!) };
    const fresh = await this.authenticator.refresh(ctx);
    const scope = isSuperadmin(fresh) ? null : (fresh.principal?.accountId ?? ctx.accountId);
    return { ...fresh, accountId: scope };
  }
}
