/** A page of records: what the list rule and the filter let through, with an exact total when it is asked for. */
import type { Clock } from '#domain/kernel/clock';
import type { RequestContext } from '#domain/kernel/request-context';
import { encodeCursor, orderSignature } from '#domain/query/cursor';
import { type ListRequest, parseListRequest } from '#domain/query/parse-list-request';
import type { ListPlan } from '#domain/query/record-plan';
import type { ListCall, RecordSlice } from '../ports/record-store';
import type { RecordPipeline } from './record-pipeline';
import type { RecordPlans } from './record-plans';
import { requestValues } from './fresh-requests';

export interface RecordPage {
  /** A JSON array. */
  readonly items: string;
  readonly total: number | null;
  readonly skip: number;
  readonly limit: number;
  /** Keyset pages only. */
  readonly cursors: PageCursors | null;
}

export interface PageCursors {
  readonly next: string | null;
  readonly previous: string | null;
  /** There is more in the direction that was asked for. */
  readonly hasMore: boolean;
}

interface PageCall extends ListCall {
  readonly asked: ListRequest;
}

export class ListRecords {
  constructor(
    private readonly pipeline: RecordPipeline,
    private readonly plans: RecordPlans,
    private readonly clock: Clock,
  ) {}

  execute(ctx: RequestContext, collection: string, query: Readonly<Record<string, unknown>>): Promise<RecordPage> {
    return this.pipeline.read(ctx, {
      collection,
      locate: () => null,
      hooks: () => null,
      plan: (request): PageCall => {
        const asked = parseListRequest(query, request.collection, request.access.columns(request.ctx, 'filter'));
        const values = requestValues(request.ctx, new Date(this.clock.now()));
        const { skip, limit, page } = asked;
        const position = page.kind === 'keyset' ? (page.cursor?.values ?? null) : null;
        const plan = this.plans.list(request, asked, values);
        return { plan, bounds: { skip, limit, position }, request: values, asked };
      },
      present: (slice, { plan, asked }): RecordPage => {
        const { skip, limit } = asked;
        return { items: slice.items, total: slice.total, skip, limit, cursors: cursorsOf(plan, asked, slice) };
      },
    });
  }
}

/** The keys are in presentation order; the row beyond the page, when there is one, lies in the direction asked for. */
function cursorsOf(plan: ListPlan, { page, limit }: ListRequest, { keys }: RecordSlice): PageCursors | null {
  if (page.kind === 'offset' || keys === null) return null;
  const hasMore = keys.length > limit;
  const backwards = page.direction === 'before';
  const shown = backwards ? keys.slice(hasMore ? 1 : 0) : keys.slice(0, limit);
  const order = orderSignature(plan.order);
  const first = shown.at(0);
  const last = shown.at(-1);
  const moreAfter = backwards || hasMore;
  const moreBefore = backwards ? hasMore : page.cursor !== null;
  return {
    next: last !== undefined && moreAfter ? encodeCursor(order, last) : null,
    previous: first !== undefined && moreBefore ? encodeCursor(order, first) : null,
    hasMore,
  };
}
