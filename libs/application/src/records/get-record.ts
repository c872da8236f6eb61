/** One record, as its view rule lets the caller see it. */
import type { Clock } from '#domain/kernel/clock';
import type { RequestContext } from '#domain/kernel/request-context';
import { parseShowRequest } from '#domain/query/parse-show-request';
import type { GetCall, RenderedRecord } from '../ports/record-store';
import type { LocateRecords } from './locate-records';
import { recordNotFound } from './record-errors';
import type { RecordPipeline } from './record-pipeline';
import { type RecordPlans, within } from './record-plans';
import { requestValues } from './fresh-requests';

export class GetRecord {
  constructor(
    private readonly pipeline: RecordPipeline,
    private readonly locator: LocateRecords,
    private readonly plans: RecordPlans,
    private readonly clock: Clock,
  ) {}

  execute(
    ctx: RequestContext,
    collection: string,
    id: string,
    query: Readonly<Record<string, unknown>>,
  ): Promise<RenderedRecord> {
    const shown = parseShowRequest(query);
    return this.pipeline.read(ctx, {
      collection,
      locate: (request) => this.locator.existing(request, 'view', [id]),
      hooks: (_request, located) => located,
      plan: (request, { accountId, keys }): GetCall => {
        const values = requestValues(request.ctx, new Date(this.clock.now()));
        const plan = this.plans.get(within(request, accountId), shown, values);
        return { plan, key: keys[0]!, request: values };
      },
      present: (record) => {
        if (record === null) throw recordNotFound();
        return record;
      },
    });
  }
}
