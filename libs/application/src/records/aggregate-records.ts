/** Answers about groups of the records that the list rule and the filter let through. */
import type { RequestContext } from '#domain/kernel/request-context';
import { parseAggregateRequest } from '#domain/query/parse-aggregate-request';
import type { AggregateCall, GroupSlice } from '../ports/record-store';
import type { RecordRequest } from './fresh-requests';
import type { ListingRequests, Query } from './listing-requests';
import { type Narrowed, NOWHERE, type QueryHooks } from './query-hooks';
import type { RecordPipeline } from './record-pipeline';
import type { RecordPlans } from './record-plans';

export class AggregateRecords {
  constructor(
    private readonly pipeline: RecordPipeline,
    private readonly plans: RecordPlans,
    private readonly hooks: QueryHooks,
    private readonly listings: ListingRequests,
  ) {}

  execute(ctx: RequestContext, collection: string, query: Query): Promise<GroupSlice> {
    return this.pipeline.read(ctx, {
      collection,
      locate: () => NOWHERE,
      hooks: this.hooks.listingOf(collection),
      plan: (request, located) => this.call(request, query, located),
      present: (groups) => groups,
    });
  }

  private call(request: RecordRequest, query: Query, located: Narrowed): AggregateCall {
    const { asked, values } = this.listings.read(request, query, parseAggregateRequest, located);
    const plan = this.plans.aggregate(request, asked, values);
    return { plan, limit: asked.limit, request: values };
  }
}
