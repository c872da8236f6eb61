/** Changes records; what is not sent stays. A rule must hold for the record as it was and as it becomes. */
import { invalidFields } from '#domain/kernel/errors';
import type { RequestContext } from '#domain/kernel/request-context';
import { parseWriteRequest } from '#domain/query/parse-show-request';
import type { IfMatch, RenderedRecord } from '../ports/record-store';
import type { Located, LocateRecords } from './locate-records';
import type { MaskedValues } from './masked-values';
import { readBatch } from './read-batch';
import type { Changed, RecordHooks } from './record-hooks';
import type { RecordLimits } from './record-limits';
import type { RecordPipeline } from './record-pipeline';
import type { RecordRequest } from './fresh-requests';
import type { Written } from './sent-fields';
import type { WriteCalls } from './write-calls';

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
    private readonly masked: MaskedValues,
    private readonly calls: WriteCalls,
    private readonly hooks: RecordHooks,
    private readonly limits: RecordLimits,
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
      locate: (request): Promise<Changed> | Changed => this.located(request, items, ids, batch),
      hooks: this.hooks.beforeUpdate(collection),
      plan: (request, changed) => {
        const ifMatch = items.map((item) => item.ifMatch);
        const planned = this.calls.update(request, shown, changed, batch, ifMatch);
        ({ ignored } = planned);
        return [{ request, calls: planned.calls }];
      },
      unit: (write) => write,
      present: (result) => ({ result, ignored }),
    });
  }

  /** Where the records are, and what of the bodies is to be written. */
  private located(
    request: RecordRequest,
    items: readonly Item[],
    ids: readonly string[],
    batch: boolean,
  ): Promise<Changed> | Changed {
    const sent = items.map(({ data }) => data);
    const withBodies = (found: Located): Promise<Changed> | Changed => {
      const bodies = this.masked.withoutUnchanged(request, found, sent);
      return bodies instanceof Promise ? bodies.then((left) => ({ ...found, bodies: left })) : { ...found, bodies };
    };
    const found = this.locator.existing(request, 'update', ids, batch);
    return found instanceof Promise ? found.then(withBodies) : withBodies(found);
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
