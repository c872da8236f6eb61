/** How many records the list rule and the filter let through: the total of a list of which nothing is shown. */
import type { RequestContext } from '#domain/kernel/request-context';
import { parseCountRequest } from '#domain/query/parse-list-request';
import type { ListCall } from '../ports/record-store';
import type { RecordRequest } from './fresh-requests';
import type { ListingRequests, Query } from './listing-requests';
import { type Narrowed, NOWHERE, type QueryHooks } from './query-hooks';
import type { RecordPipeline } from './record-pipeline';
import type { RecordPlans } from './record-plans';

export class CountRecords {
  constructor(
    private readonly pipeline: RecordPipeline,
    private readonly plans: RecordPlans,
    private readonly hooks: QueryHooks,
    private readonly listings: ListingRequests,
  ) {}

  execute(ctx: RequestContext, collection: string, query: Query): Promise<number> {
    return this.pipeline.read(ctx, {
      collection,
      locate: () => NOWHERE,
      hooks: this.hooks.listingOf(collection),
      plan: (request, located) => this.call(request, query, located),
      present: ({ total }) => total!,
    });
  }

  private call(request: RecordRequest, query: Query, located: Narrowed): ListCall {
    const { asked, values } = this.listings.read(request, query, parseCountRequest, located);
    const plan = this.plans.list(request, asked, values);
    return { plan, bounds: { skip: asked.skip, limit: asked.limit, position: null }, request: values };
  }
}
