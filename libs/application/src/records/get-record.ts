/** One record, as its view rule lets the caller see it. */
import type { RequestContext } from '#domain/kernel/request-context';
import { parseShowRequest } from '#domain/query/parse-show-request';
import type { RecordStore, RenderedRecord } from '../ports/record-store';
import { findKey } from './find-key';
import { recordNotFound } from './record-errors';
import { type RecordPlans, within } from './record-plans';
import type { RecordRequests } from './record-requests';
import { requestValues } from './request-values';

export class GetRecord {
  constructor(
    private readonly requests: RecordRequests,
    private readonly plans: RecordPlans,
    private readonly store: RecordStore,
  ) {}

  execute(
    ctx: RequestContext,
    collectionName: string,
    id: string,
    query: Readonly<Record<string, unknown>>,
  ): Promise<RenderedRecord> {
    const shown = parseShowRequest(query);
    return this.requests.run(ctx, collectionName, async (request) => {
      const key = await findKey(this.store, request, id, 'view');
      if (key === null) throw recordNotFound();
      const values = requestValues(request.ctx);
      const plan = this.plans.get(within(request, key.accountId), shown, values);
      const record = await this.store.get(request.ctx, request.catalog, plan, key, values);
      if (record === null) throw recordNotFound();
      return record;
    });
  }
}
