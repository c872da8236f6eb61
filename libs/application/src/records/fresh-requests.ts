/**
 * A request with its collection, from the catalog as this process knows it. When a statement finds that catalog or
 * credential moved on, what is stale is read again and the work is done anew; what was planned from outdated rules can
 * therefore never show or write anything, nor refuse it.
 */
import { DomainError, type ErrorKind } from '#domain/kernel/errors';
import { principalOf, type RequestContext } from '#domain/kernel/request-context';
import type { FieldAccess } from '#domain/query/field-access';
import type { Catalog } from '#domain/schema/catalog';
import type { Collection } from '#domain/schema/collection';
import type { Callers } from '../kernel/callers';
import { repeatWhileStale } from '../kernel/repeat-while-stale';
import type { Catalogs } from '../ports/catalogs';
import { StaleExpectation } from '../ports/stale-expectation';
import { collectionNotFound } from './record-errors';

const REFUSALS: readonly ErrorKind[] = ['invalid', 'forbidden', 'unprocessable'];

export interface RecordRequest {
  readonly ctx: RequestContext;
  readonly access: FieldAccess;
  readonly catalog: Catalog;
  readonly collection: Collection;
}

export class FreshRequests {
  constructor(
    private readonly catalogs: Catalogs,
    private readonly callers: Callers,
    private readonly access: FieldAccess,
  ) {}

  run<T>(ctx: RequestContext, name: string, attempt: (request: RecordRequest) => Promise<T> | T): Promise<T> {
    let current = ctx;
    const once = async (): Promise<T> => {
      const request = { ctx: current, access: this.access, ...(await this.find(name)) };
      try {
        return await attempt(request);
      } catch (error) {
        if (error instanceof DomainError && REFUSALS.includes(error.kind)) await this.recheck(request);
        throw error;
      }
    };
    return repeatWhileStale(once, async ({ stale }) => {
      if (stale === 'schema') await this.catalogs.refresh();
      else current = await this.callers.renew(current);
    });
  }

  /** What is not in the known catalog may have been made by another process a moment ago. */
  private async find(name: string): Promise<Pick<RecordRequest, 'catalog' | 'collection'>> {
    const known = this.catalogs.current();
    const found = known.find(name);
    if (found !== undefined) return { catalog: known, collection: found };
    const catalog = await this.catalogs.refresh();
    const collection = catalog.find(name);
    if (collection === undefined) throw collectionNotFound(name);
    return { catalog, collection };
  }

  /**
   * A refusal that no statement stood behind (a locked rule, an unknown field) must not come from an outdated catalog, be
   * told to a caller whose credential is gone, or be about an account that was closed.
   */
  private async recheck({ ctx, catalog: used }: RecordRequest): Promise<void> {
    const [fresh, catalog] = await Promise.all([this.callers.renew(ctx), this.catalogs.refresh()]);
    const sameCaller = principalOf(fresh)?.credential.stamp === principalOf(ctx)?.credential.stamp;
    if (!sameCaller) throw new StaleExpectation('credential');
    if (catalog.revision !== used.revision) throw new StaleExpectation('schema');
  }
}
