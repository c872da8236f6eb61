/**
 * Changes or deletes whatever a filter selects, all or none. The caller says how many records that are: they are counted and
 * found before hooks hear of each, and in the unit it is made sure that the filter still selects just them.
 */
import type { Clock } from '#domain/kernel/clock';
import type { RequestContext } from '#domain/kernel/request-context';
import { type ChangeRequest, parseChangeRequest } from '#domain/query/parse-change-request';
import { narrowed } from '#domain/query/parse-show-request';
import type { ConfirmCall, RecordKey, SelectCall } from '../ports/record-store';
import type { FilterTemplates } from './filter-templates';
import { type RecordRequest, requestValues } from './fresh-requests';
import type { Located } from './locate-records';
import { type Narrowed, NOWHERE, type QueryHooks } from './query-hooks';
import { countDiffers, oneAccountOf, tooManySelected } from './record-errors';
import type { Changed, RecordHooks } from './record-hooks';
import type { RecordLimits } from './record-limits';
import type { RecordPipeline } from './record-pipeline';
import type { RecordPlans } from './record-plans';
import type { Written } from './sent-fields';
import type { Change as SentChange, WriteCalls } from './write-calls';

type Query = Readonly<Record<string, unknown>>;

/** What is asked for, of which records. */
interface Change {
  readonly ctx: RequestContext;
  readonly accountId: string;
  readonly collection: string;
  readonly asked: ChangeRequest;
  readonly operation: 'update' | 'delete';
  /** What every record is to become. */
  readonly body?: unknown;
}

/** The records of a change, found before anything is written. */
type Found = Located & Narrowed;
/** `bodies`: one for all of them, or what hooks have made of it for each. */
type FoundToUpdate = Changed & Narrowed;

interface Counted {
  readonly keys: readonly RecordKey[];
  readonly count: number;
  readonly narrowing: Narrowed;
  readonly ignored: readonly string[];
}

export interface ChangedCount {
  /** Records that were changed, or would be. */
  readonly count: number;
  readonly isDry: boolean;
}

export class ChangeRecords {
  constructor(
    private readonly pipeline: RecordPipeline,
    private readonly plans: RecordPlans,
    private readonly calls: WriteCalls,
    private readonly hooks: RecordHooks,
    private readonly queries: QueryHooks,
    private readonly templates: FilterTemplates,
    private readonly limits: RecordLimits,
    private readonly clock: Clock,
  ) {}

  /** `query`: `filter`, and `expect` or `dry_run`. */
  async update(ctx: RequestContext, collection: string, body: unknown, query: Query): Promise<Written<ChangedCount>> {
    const change = { ...this.read(ctx, collection, 'update', query), body };
    const { keys, count, narrowing, ignored } = await this.counted(change);
    const result = { count, isDry: change.asked.expect === null };
    if (keys.length === 0) return { result, ignored };
    const updating = this.hooks.beforeUpdate(collection);
    return this.pipeline.write(ctx, {
      collection,
      act: { name: 'records.update' },
      locate: (): FoundToUpdate => ({ accountId: change.accountId, keys, bodies: [body], ...narrowing }),
      hooks:
        updating &&
        ((request, found, settlement) =>
          updating(request, { ...found, bodies: keys.map(() => structuredClone(body)) }, settlement)),
      plan: (request, found) => [
        { request, calls: [this.confirmation(request, change, found)] },
        { request, calls: this.calls.updateAtOnce(request, found) },
      ],
      unit: (write) => write,
      present: () => ({ result, ignored }),
    });
  }

  /** As update(). */
  async delete(ctx: RequestContext, collection: string, query: Query): Promise<ChangedCount> {
    const change = this.read(ctx, collection, 'delete', query);
    const { keys, count, narrowing } = await this.counted(change);
    const result = { count, isDry: change.asked.expect === null };
    if (keys.length === 0) return result;
    return this.pipeline.write(ctx, {
      collection,
      act: { name: 'records.delete' },
      locate: (): Found => ({ accountId: change.accountId, keys, ...narrowing }),
      hooks: this.hooks.beforeDelete(collection),
      plan: (request, found) => [
        { request, calls: [this.confirmation(request, change, found)] },
        { request, calls: [this.calls.delete(request, found, false, null)] },
      ],
      unit: (write) => write,
      present: () => result,
    });
  }

  private read(ctx: RequestContext, collection: string, operation: Change['operation'], query: Query): Change {
    const accountId = oneAccountOf(ctx);
    const asked = parseChangeRequest(query, (filter) => this.templates.of(ctx, filter));
    return { ctx, accountId, collection, operation, asked };
  }

  /** No keys where nothing is to be written. Throws RECORD_COUNT_DIFFERS and RECORD_TOO_MANY_ROWS. */
  private async counted(change: Change): Promise<Counted> {
    const { expect } = change.asked;
    const { writeRows } = this.limits;
    const listing = this.queries.listingOf(change.collection);
    let narrowing = NOWHERE;
    let ignored: readonly string[] = [];
    const select = (limit: number | null, hooks: typeof listing) =>
      this.pipeline.read(change.ctx, {
        collection: change.collection,
        locate: () => narrowing,
        hooks: hooks && (async (request, located) => (narrowing = await hooks(request, located))),
        plan: (request, located): SelectCall => {
          const changed = this.changedBy(request, change);
          ({ ignored } = changed);
          return { ...this.selection(request, change, located, changed), limit };
        },
        present: (selected) => selected,
      });
    const most = expect === null || expect > writeRows ? null : expect + 1;
    const { ids, total } = await select(most, listing);
    if (expect === null) return { keys: [], count: total!, narrowing, ignored };
    const count = total ?? (ids.length <= expect ? ids.length : (await select(null, null)).total!);
    if (count > writeRows) throw tooManySelected(count, writeRows);
    // By the time they are counted, there may be as many as expected, and still these are too many.
    if (count !== expect || ids.length > expect) throw countDiffers(expect, count);
    const keys = ids.map((id) => ({ accountId: change.accountId, id }));
    return { keys, count, narrowing, ignored };
  }

  private confirmation(request: RecordRequest, change: Change, { keys, narrowedBy = [] }: Found): ConfirmCall {
    return { ...this.selection(request, change, { narrowedBy }, this.changedBy(request, change)), keys };
  }

  private selection(
    request: RecordRequest,
    { asked, operation }: Change,
    { narrowedBy }: Narrowed,
    { sets, stored }: Omit<SentChange, 'ignored'>,
  ): Omit<ConfirmCall, 'keys'> {
    const values = { ...requestValues(request.ctx, new Date(this.clock.now()), stored), given: asked.given };
    const plan = this.plans.select(request, operation, narrowed(asked, narrowedBy), sets, values);
    return { plan, request: values, values: stored };
  }

  private changedBy(request: RecordRequest, { accountId, operation, body }: Change): SentChange {
    if (operation === 'delete') return { sets: [], stored: {}, ignored: [] };
    return this.calls.change(request, accountId, { input: body, sentBy: undefined }, undefined);
  }
}
