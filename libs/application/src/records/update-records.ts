/** Changes records; what is not sent stays. A rule must hold for the record as it was and as it becomes. */
import { invalidFields } from '#domain/kernel/errors';
import type { RequestContext } from '#domain/kernel/request-context';
import { parseWriteRequest, type WriteRequest } from '#domain/query/parse-show-request';
import type { IfMatch, RecordChange, RecordStore, RenderedRecord } from '../ports/record-store';
import { findKey } from './find-key';
import { readBatch } from './read-batch';
import { recordNotFound } from './record-errors';
import type { RecordLimits } from './record-limits';
import { type RecordPlans, within } from './record-plans';
import type { PlannedRequest, RecordRequests } from './record-requests';
import { requestValues } from './request-values';
import { validateElement } from './validate-element';

interface Item {
  readonly id: string;
  readonly data: unknown;
  readonly ifMatch: IfMatch;
}

/** `fields`. */
type Query = Readonly<Record<string, unknown>>;

export class UpdateRecords {
  constructor(
    private readonly requests: RecordRequests,
    private readonly plans: RecordPlans,
    private readonly store: RecordStore,
    private readonly limits: RecordLimits,
  ) {}

  async single(ctx: RequestContext, collection: string, item: Item, query: Query): Promise<RenderedRecord> {
    const [record] = await this.execute(ctx, collection, [item], query, false);
    return record!;
  }

  /** `body`: `{records: [{id, data: {…}}, …]}`. */
  batch(ctx: RequestContext, collection: string, body: unknown, query: Query): Promise<RenderedRecord[]> {
    return this.execute(ctx, collection, readBatch(body, 'records', this.limits.batchSize).map(readItem), query, true);
  }

  private execute(
    ctx: RequestContext,
    collection: string,
    items: readonly Item[],
    query: Query,
    batch: boolean,
  ): Promise<RenderedRecord[]> {
    const shown = parseWriteRequest(query);
    return this.requests.run(ctx, collection, async (request) => {
      const changes: RecordChange[] = [];
      for (const [position, item] of items.entries()) {
        changes.push(await this.readChange(request, item, shown, batch ? position : undefined));
      }
      return this.store.update(request.ctx, request.catalog, changes);
    });
  }

  private async readChange(
    request: PlannedRequest,
    { id, data, ifMatch }: Item,
    shown: WriteRequest,
    index: number | undefined,
  ): Promise<RecordChange> {
    const key = await findKey(this.store, request, id, 'update');
    if (key === null) throw recordNotFound(index);
    const { stored: values } = validateElement(request, data, 'patch', key.accountId, index);
    const sets = request.collection.fields.filter(({ name }) => Object.hasOwn(values, name));
    const asked = requestValues(request.ctx, values);
    const plan = this.plans.update(within(request, key.accountId), shown, sets, asked);
    return { plan, key, values, request: asked, ifMatch };
  }
}

function readItem(item: unknown, index: number): Item {
  const { id, data } = (typeof item === 'object' && item !== null ? item : {}) as { id?: unknown; data?: unknown };
  if (typeof id !== 'string') {
    const problem = { field: 'id', code: 'invalid_type', message: 'Expected the id of a record' };
    throw invalidFields('BATCH_INVALID', [problem], index);
  }
  return { id, data, ifMatch: null };
}
