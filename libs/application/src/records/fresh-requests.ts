/**
 * A request with its collection, from the catalog as this process knows it. When a statement finds that catalog or
 * credential has changed, what is stale is read again and the work is done anew; a plan from outdated rules can
 * therefore never show, write or refuse anything.
 */
import { DomainError, type ErrorKind } from '#domain/kernel/errors';
import { authValues, principalOf, type RequestContext } from '#domain/kernel/request-context';
import type { FieldAccess } from '#domain/query/field-access';
import type { RequestValues } from '#domain/rules/condition';
import type { Catalog } from '#domain/schema/catalog';
import type { Collection } from '#domain/schema/collection';
import type { Callers } from '../kernel/callers';
import { repeatWhileStale } from '../kernel/repeat-while-stale';
import type { Catalogs } from '../ports/catalogs';
import { StaleExpectation } from '../ports/stale-expectation';
import { collectionNotFound } from './record-errors';

const NO_DATA = {};
const REFUSALS: readonly ErrorKind[] = ['invalid', 'forbidden', 'unprocessable'];

export interface RecordRequest {
  readonly ctx: RequestContext;
  readonly access: FieldAccess;
  readonly catalog: Catalog;
  readonly collection: Collection;
}

type Attempt<T> = (request: RecordRequest) => Promise<T> | T;

interface Failure {
  readonly request: RecordRequest;
  readonly error: unknown;
}

export class FreshRequests {
  constructor(
    private readonly catalogs: Catalogs,
    private readonly callers: Callers,
    private readonly access: FieldAccess,
  ) {}

  /** Returns at once where the attempt does: most work before a plan needs no promise. */
  run<T>(ctx: RequestContext, name: string, attempt: Attempt<T>): Promise<T> | T {
    const request = this.known(ctx, name);
    if (request === undefined) return this.repeat(ctx, name, attempt, null);
    const again = (error: unknown): Promise<T> => this.repeat(ctx, name, attempt, { request, error });
    try {
      const answer = attempt(request);
      return answer instanceof Promise ? answer.catch(again) : answer;
    } catch (error) {
      return again(error);
    }
  }

  /** `failed`: how the first attempt ended. */
  private repeat<T>(ctx: RequestContext, name: string, attempt: Attempt<T>, failed: Failure | null): Promise<T> {
    let current = ctx;
    let last = failed;
    const once = async (): Promise<T> => {
      if (last !== null) return this.refuse(last);
      const request = this.known(current, name) ?? (await this.refreshed(current, name));
      try {
        return await attempt(request);
      } catch (error) {
        return this.refuse({ request, error });
      }
    };
    return repeatWhileStale(once, async ({ stale }) => {
      last = null;
      if (stale === 'schema') await this.catalogs.refresh();
      else current = await this.callers.renew(current);
    });
  }

  private known(ctx: RequestContext, name: string): RecordRequest | undefined {
    const catalog = this.catalogs.current();
    const collection = catalog.find(name);
    return collection === undefined ? undefined : { ctx, access: this.access, catalog, collection };
  }

  /** A collection that is not in the known catalog may have been made by another process a moment ago. */
  private async refreshed(ctx: RequestContext, name: string): Promise<RecordRequest> {
    await this.catalogs.refresh();
    const request = this.known(ctx, name);
    if (request === undefined) throw collectionNotFound(name);
    return request;
  }

  private async refuse({ request, error }: Failure): Promise<never> {
    if (error instanceof DomainError && REFUSALS.includes(error.kind)) await this.recheck(request);
    throw error;
  }

  /**
   * A refusal without a statement (a locked rule, an unknown field) must not come from an outdated catalog, go to a
   * caller whose credential is gone, or be about an account that was closed.
   */
  private async recheck({ ctx, catalog: used }: RecordRequest): Promise<void> {
    const [fresh, catalog] = await Promise.all([this.callers.renew(ctx), this.catalogs.refresh()]);
    const sameCaller = principalOf(fresh)?.credential.stamp === principalOf(ctx)?.credential.stamp;
    if (!sameCaller) throw new StaleExpectation('credential');
    if (catalog.revision !== used.revision) throw new StaleExpectation('schema');
  }
}

/** What rules can read of a request, made from its context once. */
export function requestValues(ctx: RequestContext, now: Date, data: RequestValues['data'] = NO_DATA): RequestValues {
  return {
    auth: authValues(ctx),
    data,
    now,
  };
}
