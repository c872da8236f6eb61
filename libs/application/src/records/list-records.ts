/** A page of records: what the list rule and the filter let through, with an exact total when it is asked for. */
import type { RequestContext } from '#domain/kernel/request-context';
import { encodeCursor, orderSignature } from '#domain/query/cursor';
import { type ListRequest, parseListRequest } from '#domain/query/parse-list-request';
import type { ListPlan } from '#domain/query/record-plan';
import type { RecordSlice, RecordStore } from '../ports/record-store';
import type { RecordPlans } from './record-plans';
import type { RecordRequests } from './record-requests';
import { requestValues } from './request-values';

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

export class ListRecords {
  constructor(
    private readonly requests: RecordRequests,
    private readonly plans: RecordPlans,
    private readonly store: RecordStore,
  ) {}

  execute(ctx: RequestContext, collectionName: string, query: Readonly<Record<string, unknown>>): Promise<RecordPage> {
    return this.requests.run(ctx, collectionName, async (planned) => {
      const request = parseListRequest(query, planned.collection, planned.access.columns(planned.ctx, 'filter'));
      const values = requestValues(planned.ctx);
      const plan = this.plans.list(planned, request, values);
      const { skip, limit, page } = request;
      const position = page.kind === 'keyset' ? (page.cursor?.values ?? null) : null;
      const bounds = { skip, limit, position };
      const slice = await this.store.list(planned.ctx, planned.catalog, plan, bounds, values);
      const { items, total } = slice;
      return { items, total, skip, limit, cursors: cursorsOf(plan, request, slice) };
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
