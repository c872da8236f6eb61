/** Reads a page of the records that the list rule and the filter let through, with an exact total if requested. */
import type { Clock } from '#domain/kernel/clock';
import type { RequestContext } from '#domain/kernel/request-context';
import { encodeCursor, orderSignature } from '#domain/query/cursor';
import { type ListRequest, parseListRequest } from '#domain/query/parse-list-request';
import { narrowed } from '#domain/query/parse-show-request';
import type { ListPlan } from '#domain/query/record-plan';
import type { FilterTemplate } from '#domain/rules/filter-template';
import type { ListCall, RecordSlice } from '../ports/record-store';
import { FilterTemplates } from './filter-templates';
import type { Narrowed, QueryHooks } from './query-hooks';
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

/** Lists name no record. */
const NOWHERE: Narrowed = {};

export class ListRecords {
  private readonly templates = new FilterTemplates();

  constructor(
    private readonly pipeline: RecordPipeline,
    private readonly plans: RecordPlans,
    private readonly hooks: QueryHooks,
    private readonly clock: Clock,
  ) {}

  execute(ctx: RequestContext, collection: string, query: Readonly<Record<string, unknown>>): Promise<RecordPage> {
    const { heard } = this.hooks;
    return this.pipeline.read(ctx, {
      collection,
      locate: () => NOWHERE,
      hooks: heard.get('on_record_before_query')?.has(collection) ? this.hooks.listing : null,
      plan: (request, { narrowedBy }): PageCall => {
        const filterable = request.access.columns(request.ctx, 'filter');
        const templateOf = (filter: string): FilterTemplate => this.templates.of(request.ctx, filter);
        const asked = narrowed(parseListRequest(query, request.collection, filterable, templateOf), narrowedBy);
        const values = { ...requestValues(request.ctx, new Date(this.clock.now())), given: asked.given };
        const { skip, limit, page } = asked;
        const position = page.kind === 'keyset' ? (page.cursor?.values ?? null) : null;
        const plan = this.plans.list(request, asked, values);
        return { plan, bounds: { skip, limit, position }, request: values, asked };
      },
      present: (slice, { plan, asked }): Promise<RecordPage> | RecordPage => {
        const { skip, limit } = asked;
        const { items, total } = slice;
        const page = { items, total, skip, limit, cursors: cursorsOf(plan, asked, slice) };
        if (!heard.get('on_record_after_query')?.has(collection)) return page;
        return this.hooks.after(ctx, plan, ctx.accountId, items).then((shown) => ({ ...page, items: shown }));
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
