/** Reads a page of the records that the list rule and the filter let through, with an exact total if requested. */
import type { RequestContext } from '#domain/kernel/request-context';
import { encodeCursor, encodePosition, orderSignature } from '#domain/query/cursor';
import { type ListRequest, parseListRequest } from '#domain/query/parse-list-request';
import { assertUnchanged, type RecordCursor, recordCursorIn, recordQuery } from '#domain/query/record-cursor';
import type { ListPlan } from '#domain/query/record-plan';
import type { ListCall, RecordSlice } from '../ports/record-store';
import type { ListingRequests, Query } from './listing-requests';
import { type Narrowed, NOWHERE, type QueryHooks } from './query-hooks';
import type { RecordPipeline } from './record-pipeline';
import type { RecordPlans } from './record-plans';
import type { RecordRequest } from './fresh-requests';
import type { ReadHooks } from './record-operation';

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

type Hooks = ReadHooks<Narrowed> | null;

export class ListRecords {
  constructor(
    private readonly pipeline: RecordPipeline,
    private readonly plans: RecordPlans,
    private readonly hooks: QueryHooks,
    private readonly listings: ListingRequests,
  ) {}

  execute(ctx: RequestContext, collection: string, query: Query): Promise<RecordPage> {
    const hooks = this.hooks.listingOf(collection);
    const cursor = recordCursorIn(query);
    return cursor === null
      ? this.page(ctx, collection, query, hooks)
      : this.pageFrom(ctx, collection, query, hooks, cursor);
  }

  /** Reads the values of the record first that the cursor stands for. Hooks hear of one request, and narrow both reads. */
  private async pageFrom(
    ctx: RequestContext,
    collection: string,
    query: Query,
    hooks: Hooks,
    cursor: RecordCursor,
  ): Promise<RecordPage> {
    let narrowing = NOWHERE;
    const position = await this.pipeline.read(ctx, {
      collection,
      locate: () => NOWHERE,
      hooks: hooks && (async (request, located) => (narrowing = await hooks(request, located))),
      plan: (request, narrowed) => this.call(request, recordQuery(query, cursor), narrowed),
      present: ({ keys }, { plan }) => {
        const order = orderSignature(plan.order);
        const values = keys?.[0];
        assertUnchanged(cursor, order, values);
        return encodePosition(order, values);
      },
    });
    return this.page(
      ctx,
      collection,
      { ...query, [cursor.parameter]: position },
      hooks && (() => Promise.resolve(narrowing)),
    );
  }

  private page(ctx: RequestContext, collection: string, query: Query, hooks: Hooks): Promise<RecordPage> {
    return this.pipeline.read(ctx, {
      collection,
      locate: () => NOWHERE,
      hooks,
      plan: (request, located) => this.call(request, query, located),
      present: (slice, { plan, asked }): Promise<RecordPage> | RecordPage => {
        const { skip, limit } = asked;
        const { items, total } = slice;
        const page = { items, total, skip, limit, cursors: cursorsOf(plan, asked, slice) };
        if (!this.hooks.heard.get('on_record_after_query')?.has(collection)) return page;
        return this.hooks.after(ctx, plan, ctx.accountId, items).then((shown) => ({ ...page, items: shown }));
      },
    });
  }

  private call(request: RecordRequest, query: Query, located: Narrowed): PageCall {
    const { asked, values } = this.listings.read(request, query, parseListRequest, located);
    const { skip, limit, page } = asked;
    const position = page.kind === 'keyset' ? (page.cursor?.values ?? null) : null;
    const plan = this.plans.list(request, asked, values);
    return { plan, bounds: { skip, limit, position }, request: values, asked };
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
