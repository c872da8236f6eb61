/** Changes records; what is not sent stays. A rule must hold for the record as it was and as it becomes. */
import type { Clock } from '#domain/kernel/clock';
import { invalidFields } from '#domain/kernel/errors';
import type { RequestContext } from '#domain/kernel/request-context';
import { parseWriteRequest } from '#domain/query/parse-show-request';
import type { IfMatch, RenderedRecord, UpdateCall } from '../ports/record-store';
import type { LocateRecords } from './locate-records';
import { readBatch } from './read-batch';
import type { Changed, RecordHooks } from './record-hooks';
import type { RecordLimits } from './record-limits';
import type { RecordPipeline } from './record-pipeline';
import { type RecordPlans, within } from './record-plans';
import { requestValues } from './fresh-requests';
import { ignoredNames, type Written } from './sent-fields';
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
    private readonly pipeline: RecordPipeline,
    private readonly locator: LocateRecords,
    private readonly plans: RecordPlans,
    private readonly hooks: RecordHooks,
    private readonly limits: RecordLimits,
    private readonly clock: Clock,
  ) {}

  async single(ctx: RequestContext, collection: string, item: Item, query: Query): Promise<Written<RenderedRecord>> {
    const { result, ignored } = await this.execute(ctx, collection, [item], query, false);
    return { result: result[0]!, ignored };
  }

  /** `body`: `{records: [{id, data: {…}}, …]}`. */
  batch(
    ctx: RequestContext,
    collection: string,
    body: unknown,
    query: Query,
  ): Promise<Written<readonly RenderedRecord[]>> {
    return this.execute(ctx, collection, readBatch(body, 'records', this.limits.batchSize).map(readItem), query, true);
  }

  private execute(
    ctx: RequestContext,
    collection: string,
    items: readonly Item[],
    query: Query,
    batch: boolean,
  ): Promise<Written<readonly RenderedRecord[]>> {
    const shown = parseWriteRequest(query);
    let ignored: readonly string[] = [];
    const ids = items.map(({ id }) => id);
    return this.pipeline.write(ctx, {
      collection,
      act: { name: 'records.update', ...(batch ? {} : { target: ids[0]! }) },
      locate: (request): Promise<Changed> | Changed => this.locator.existing(request, 'update', ids, batch),
      hooks: this.hooks.beforeUpdate(collection, items),
      plan: (anywhere, { accountId, keys, bodies, ...heard }): readonly UpdateCall[] => {
        const request = within(anywhere, accountId);
        const asked = requestValues(request.ctx, new Date(this.clock.now()));
        const planFor = this.plans.updates(request, shown);
        const inVain = [heard.ignored ?? []];
        const calls = items.map(({ data, ifMatch }, index) => {
          const sent = { input: bodies === undefined ? data : bodies[index], sentBy: heard.sentBy?.[index] };
          const valid = validateElement(request, 'update', sent, accountId, batch ? index : undefined);
          const { stored } = valid;
          inVain.push(valid.ignored);
          const sets = request.collection.fields.filter(({ name }) => Object.hasOwn(stored, name));
          const values = { ...asked, data: stored };
          const plan = planFor(sets, values);
          return { plan, key: keys[index]!, values: stored, request: values, ifMatch, batch };
        });
        ignored = ignoredNames(inVain);
        return calls;
      },
      unit: (write) => write,
      present: (result) => ({ result, ignored }),
    });
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
