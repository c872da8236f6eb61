/** Reads one record, if its view rule lets the caller see it. */
import type { Clock } from '#domain/kernel/clock';
import type { RequestContext } from '#domain/kernel/request-context';
import { narrowed, parseShowRequest } from '#domain/query/parse-show-request';
import type { GetCall, RenderedRecord } from '../ports/record-store';
import type { Located, LocateRecords } from './locate-records';
import type { QueryHooks } from './query-hooks';
import { recordNotFound } from './record-errors';
import type { RecordPipeline } from './record-pipeline';
import { type RecordPlans, within } from './record-plans';
import { requestValues } from './fresh-requests';

interface Viewed extends Located {
  readonly narrowedBy?: readonly string[];
}

const NOTHING: readonly string[] = [];

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
      hooks: (request, located) => {
        if (!heard.has('on_record_before_query')) return located;
        const narrowedBy = this.hooks.before(request, 'get', located.accountId);
        return narrowedBy instanceof Promise ? narrowedBy.then((by) => ({ ...located, narrowedBy: by })) : located;
      },
      plan: (request, { accountId, keys, narrowedBy = NOTHING }): GetCall => {
        const values = requestValues(request.ctx, new Date(this.clock.now()));
        const plan = this.plans.get(within(request, accountId), narrowed(shown, narrowedBy), values);
        return { plan, key: keys[0]!, request: values };
      },
      present: (record, { plan, key }) => {
        if (record === null) throw recordNotFound();
        if (!heard.has('on_record_after_query')) return record;
        const body = this.hooks.after(ctx, plan, key.accountId, record.body);
        return body instanceof Promise ? body.then((changed) => ({ ...record, body: changed })) : record;
      },
    });
  }
}
