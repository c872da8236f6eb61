/** Reads one record, if its view rule lets the caller see it. */
import type { Clock } from '#domain/kernel/clock';
import type { RequestContext } from '#domain/kernel/request-context';
import { narrowed, parseShowRequest } from '#domain/query/parse-show-request';
import type { GetCall, RenderedRecord } from '../ports/record-store';
import type { LocateRecords } from './locate-records';
import type { QueryHooks, Viewed } from './query-hooks';
import { recordNotFound } from './record-errors';
import type { RecordPipeline } from './record-pipeline';
import { type RecordPlans, within } from './record-plans';
import { requestValues } from './fresh-requests';

export class GetRecord {
  constructor(
    private readonly pipeline: RecordPipeline,
    private readonly locator: LocateRecords,
    private readonly plans: RecordPlans,
    private readonly hooks: QueryHooks,
    private readonly clock: Clock,
  ) {}

  execute(
    ctx: RequestContext,
    collection: string,
    id: string,
    query: Readonly<Record<string, unknown>>,
  ): Promise<RenderedRecord> {
    const shown = parseShowRequest(query);
    const { heard } = this.hooks;
    return this.pipeline.read(ctx, {
      collection,
      locate: (request): Promise<Viewed> | Viewed => this.locator.existing(request, 'view', [id]),
      hooks: heard.get('on_record_before_query')?.has(collection) ? this.hooks.viewing : null,
      plan: (request, { accountId, keys, narrowedBy }): GetCall => {
        const values = requestValues(request.ctx, new Date(this.clock.now()));
        const plan = this.plans.get(within(request, accountId), narrowed(shown, narrowedBy), values);
        return { plan, key: keys[0]!, request: values };
      },
      present: (record, { plan, key }) => {
        if (record === null) throw recordNotFound();
        if (!heard.get('on_record_after_query')?.has(collection)) return record;
        return this.hooks.after(ctx, plan, key.accountId, record.body).then((body) => ({ ...record, body }));
      },
    });
  }
}
