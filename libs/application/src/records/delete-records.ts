/** Deletes records, all or none, and does to the records that refer to them what their fields say. */
import { invalidFields } from '#domain/kernel/errors';
import type { RequestContext } from '#domain/kernel/request-context';
import type { IfMatch, RecordKey, RecordStore } from '../ports/record-store';
import { findKey } from './find-key';
import { readBatch } from './read-batch';
import { recordNotFound } from './record-errors';
import type { RecordLimits } from './record-limits';
import { type RecordPlans, within } from './record-plans';
import type { RecordRequests } from './record-requests';
import { requestValues } from './request-values';

export class DeleteRecords {
  constructor(
    private readonly requests: RecordRequests,
    private readonly plans: RecordPlans,
    private readonly store: RecordStore,
    private readonly limits: RecordLimits,
  ) {}

  single(ctx: RequestContext, collection: string, id: string, ifMatch: IfMatch): Promise<void> {
    return this.execute(ctx, collection, [id], ifMatch, false);
  }

  /** `body`: `{ids: […]}`. Resolves with the ids. */
  async batch(ctx: RequestContext, collection: string, body: unknown): Promise<readonly string[]> {
    const ids = readBatch(body, 'ids', this.limits.batchSize).map(readId);
    await this.execute(ctx, collection, [...new Set(ids)], null, true);
    return ids;
  }

  private execute(
    ctx: RequestContext,
    collection: string,
    ids: readonly string[],
    ifMatch: IfMatch,
    batch: boolean,
  ): Promise<void> {
    return this.requests.run(ctx, collection, async (request) => {
      const keys: RecordKey[] = [];
      for (const [index, id] of ids.entries()) {
        const key = await findKey(this.store, request, id, 'delete');
        if (key === null) throw recordNotFound(batch ? index : undefined);
        keys.push(key);
      }
      const values = requestValues(request.ctx);
      const plan = this.plans.delete(within(request, keys[0]!.accountId), values);
      await this.store.delete(request.ctx, request.catalog, plan, keys, values, ifMatch);
    });
  }
}

function readId(id: unknown, index: number): string {
  if (typeof id === 'string') return id;
  const problem = { field: 'ids', code: 'invalid_type', message: 'Expected the ids of records' };
  throw invalidFields('BATCH_INVALID', [problem], index);
}
