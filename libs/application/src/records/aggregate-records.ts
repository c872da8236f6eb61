/** Answers about groups of the records that the list rule and the filter let through. */
import type { Clock } from '#domain/kernel/clock';
import type { RequestContext } from '#domain/kernel/request-context';
import { parseAggregateRequest } from '#domain/query/parse-aggregate-request';
import { narrowed } from '#domain/query/parse-show-request';
import type { AggregateCall, GroupSlice } from '../ports/record-store';
import type { FilterTemplates } from './filter-templates';
import { type RecordRequest, requestValues } from './fresh-requests';
import { type Narrowed, NOWHERE, type QueryHooks } from './query-hooks';
import type { RecordPipeline } from './record-pipeline';
import type { RecordPlans } from './record-plans';

export class AggregateRecords {
  constructor(
    private readonly pipeline: RecordPipeline,
    private readonly plans: RecordPlans,
    private readonly hooks: QueryHooks,
    private readonly templates: FilterTemplates,
    private readonly clock: Clock,
  ) {}

  execute(ctx: RequestContext, collection: string, query: Readonly<Record<string, unknown>>): Promise<GroupSlice> {
    return this.pipeline.read(ctx, {
      collection,
      locate: () => NOWHERE,
      hooks: this.hooks.listingOf(collection),
      plan: (request, located) => this.call(request, query, located),
      present: (groups) => groups,
    });
  }

  private call(
    request: RecordRequest,
    query: Readonly<Record<string, unknown>>,
    { narrowedBy }: Narrowed,
  ): AggregateCall {
    const filterable = request.access.columns(request.ctx, 'list', 'filter');
    const asked = parseAggregateRequest(query, request.collection, filterable, (filter) =>
      this.templates.of(request.ctx, filter),
    );
    const values = { ...requestValues(request.ctx, new Date(this.clock.now())), given: asked.given };
    const plan = this.plans.aggregate(request, narrowed(asked, narrowedBy), values);
    return { plan, limit: asked.limit, request: values };
  }
}
