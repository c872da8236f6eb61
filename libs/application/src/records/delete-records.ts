/** Deletes records, all or none, and treats the records that refer to them as their fields say. */
import { invalidFields } from '#domain/kernel/errors';
import type { RequestContext } from '#domain/kernel/request-context';
import type { IfMatch } from '../ports/record-store';
import type { LocateRecords } from './locate-records';
import { readBatch } from './read-batch';
import type { RecordHooks } from './record-hooks';
import type { RecordLimits } from './record-limits';
import type { RecordPipeline } from './record-pipeline';
import type { WriteCalls } from './write-calls';

export class DeleteRecords {
  constructor(
    private readonly pipeline: RecordPipeline,
    private readonly locator: LocateRecords,
    private readonly calls: WriteCalls,
    private readonly hooks: RecordHooks,
    private readonly limits: RecordLimits,
  ) {}

  single(ctx: RequestContext, collection: string, id: string, ifMatch: IfMatch): Promise<void> {
    return this.execute(ctx, collection, [id], ifMatch, false);
  }

  /** `body`: `{ids: […]}`. Resolves with the ids of the records that were deleted, each once. */
  async batch(ctx: RequestContext, collection: string, body: unknown): Promise<readonly string[]> {
    const ids = [...new Set(readBatch(body, 'ids', this.limits.batchSize).map(readId))];
    await this.execute(ctx, collection, ids, null, true);
    return ids;
  }

  private execute(
    ctx: RequestContext,
    collection: string,
    ids: readonly string[],
    ifMatch: IfMatch,
    batch: boolean,
  ): Promise<void> {
    return this.pipeline.write(ctx, {
      collection,
      act: { name: 'records.delete', ...(batch ? {} : { target: ids[0]! }) },
      locate: (request) => this.locator.existing(request, 'delete', ids, batch),
      hooks: this.hooks.beforeDelete(collection),
      plan: (request, located) => [{ request, calls: [this.calls.delete(request, located, batch, ifMatch)] }],
      unit: (write) => write,
      present: () => undefined,
    });
  }
}

function readId(id: unknown, index: number): string {
  if (typeof id === 'string') return id;
  const problem = { field: 'ids', code: 'invalid_type', message: 'Expected the ids of records' };
  throw invalidFields('BATCH_INVALID', [problem], index);
}
