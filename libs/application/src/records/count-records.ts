/** How many records the list rule and the filter let through: the total of a list of which nothing is shown. */
import type { Clock } from '#domain/kernel/clock';
import type { RequestContext } from '#domain/kernel/request-context';
import { parseCountRequest } from '#domain/query/parse-list-request';
import { narrowed } from '#domain/query/parse-show-request';
import type { ListCall } from '../ports/record-store';
import type { FilterTemplates } from './filter-templates';
import { type RecordRequest, requestValues } from './fresh-requests';
import { type Narrowed, NOWHERE, type QueryHooks } from './query-hooks';
import type { RecordPipeline } from './record-pipeline';
import type { RecordPlans } from './record-plans';

export class CountRecords {
  constructor(
    private readonly pipeline: RecordPipeline,
    private readonly plans: RecordPlans,
    private readonly hooks: QueryHooks,
    private readonly templates: FilterTemplates,
    private readonly clock: Clock,
  ) {}

  execute(ctx: RequestContext, collection: string, query: Readonly<Record<string, unknown>>): Promise<number> {
    return this.pipeline.read(ctx, {
      collection,
      locate: () => NOWHERE,
      hooks: this.hooks.listingOf(collection),
      plan: (request, located) => this.call(request, query, located),
      present: ({ total }) => total!,
    });
  }

  private call(request: RecordRequest, query: Readonly<Record<string, unknown>>, { narrowedBy }: Narrowed): ListCall {
    const filterable = request.access.columns(request.ctx, 'list', 'filter');
    const asked = parseCountRequest(query, request.collection, filterable, (filter) =>
      this.templates.of(request.ctx, filter),
    );
    const values = { ...requestValues(request.ctx, new Date(this.clock.now())), given: asked.given };
    const plan = this.plans.list(request, narrowed(asked, narrowedBy), values);
    return { plan, bounds: { skip: asked.skip, limit: asked.limit, position: null }, request: values };
  }
}
