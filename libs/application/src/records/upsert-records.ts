/**
 * Creates the records that are not there yet and changes those that are, all or none. Which is which is looked up before
 * hooks hear of it; where another write has changed it since, everything is undone and done anew.
 */
import { DomainError } from '#domain/kernel/errors';
import type { RequestContext } from '#domain/kernel/request-context';
import { parseUpsertRequest, type UpsertRequest } from '#domain/query/parse-show-request';
import { isAdmitted, ruleFor } from '#domain/query/rule-for';
import { KeysMoved, type RenderedRecord } from '../ports/record-store';
import type { RecordRequest } from './fresh-requests';
import { placing } from './joint-work';
import type { LocateRecords } from './locate-records';
import { readBatch } from './read-batch';
import type { RecordHooks } from './record-hooks';
import type { RecordLimits } from './record-limits';
import type { WriteHooks } from './record-operation';
import type { RecordPipeline } from './record-pipeline';
import { within } from './record-plans';
import { ignoredNames, type Written } from './sent-fields';
import type { Matched, UpsertMatches } from './upsert-matches';
import type { WriteCalls } from './write-calls';

/** How often it is done anew because others write the same keys. */
const TRIES = 5;
/** What a write is refused with that was planned for a record which has come or gone since. */
const MOVED: readonly string[] = ['RECORD_NOT_UNIQUE', 'RECORD_NOT_FOUND'];

/** Each kind in the order of the request. */
export interface Upserted {
  readonly created: readonly RenderedRecord[];
  readonly updated: readonly RenderedRecord[];
  /** What was done with each record of the request, in its order. */
  readonly actions: readonly ('created' | 'updated')[];
}

interface Attempt {
  readonly shown: UpsertRequest;
  readonly bodies: readonly unknown[];
}

/** What is known of the attempt before. */
interface Before {
  /** The ids of the records that are there, as its unit saw them. */
  readonly known?: ReadonlyMap<number, string>;
  /** It was refused, and for which records. */
  readonly refused?: { readonly error: DomainError; readonly ids: string };
}

export class UpsertRecords {
  constructor(
    private readonly pipeline: RecordPipeline,
    private readonly locator: LocateRecords,
    private readonly matches: UpsertMatches,
    private readonly calls: WriteCalls,
    private readonly hooks: RecordHooks,
    private readonly limits: RecordLimits,
  ) {}

  /** `body`: `{records: [{…}, …]}`; `query`: `on` and `fields`. */
  execute(
    ctx: RequestContext,
    collection: string,
    body: unknown,
    query: Readonly<Record<string, unknown>>,
  ): Promise<Written<Upserted>> {
    const shown = parseUpsertRequest(query);
    const attempt = { shown, bodies: readBatch(body, 'records', this.limits.batchSize) };
    return this.tried(ctx, collection, attempt, {}, TRIES);
  }

  private async tried(
    ctx: RequestContext,
    collection: string,
    attempt: Attempt,
    before: Before,
    tries: number,
  ): Promise<Written<Upserted>> {
    const seen = { ids: '' };
    try {
      return await this.attempt(ctx, collection, attempt, before, seen);
    } catch (error) {
      if (tries > 1 && error instanceof KeysMoved) {
        return this.tried(ctx, collection, attempt, { known: error.ids }, tries - 1);
      }
      const isMoved = error instanceof DomainError && MOVED.includes(error.code) && seen.ids !== '';
      if (!isMoved || error === before.refused?.error || tries === 1) throw named(error, attempt.shown);
      return this.tried(ctx, collection, attempt, { refused: { error, ids: seen.ids } }, tries - 1);
    }
  }

  private attempt(
    ctx: RequestContext,
    collection: string,
    { shown, bodies }: Attempt,
    { known, refused }: Before,
    seen: { ids: string },
  ): Promise<Written<Upserted>> {
    let matched: Matched;
    let ignored: readonly string[] = [];
    return this.pipeline.write(ctx, {
      collection,
      act: { name: 'records.upsert' },
      locate: async (request) => {
        assertAdmitted(request);
        const located = await this.matches.of(request, shown.on, bodies, known);
        seen.ids = JSON.stringify([...located.by.ids]);
        // What is as it was then is refused for another reason than that it has changed.
        if (refused?.ids === seen.ids) throw refused.error;
        return located;
      },
      hooks: this.heard(collection),
      plan: (request, located) => {
        matched = located;
        const { found, made, by } = located;
        assertAdmitted(request);
        const isSame = by.plan.collection === request.collection;
        const plan = isSame ? by.plan : this.matches.plan(within(request, located.accountId), shown.on);
        const changes = placing(found.places, () => this.calls.update(request, shown, found, true));
        const creates = placing(made.places, () => this.calls.create(request, shown, made, true));
        ignored = ignoredNames([changes.ignored, creates.ignored]);
        const updates = changes.calls.map((call, index) => ({ ...call, having: found.having[index]! }));
        const parts = [
          { request, calls: updates, places: found.places },
          { request, calls: creates.calls, places: made.places },
        ];
        const written = parts.filter(({ places }) => places.length > 0);
        return [{ request, calls: [{ ...by, plan }], places: [] }, ...written];
      },
      unit: (write, { accountId }) => this.locator.confirmed(ctx, accountId, write),
      present: (records) => ({ result: upserted(matched, records), ignored }),
    });
  }

  private heard(collection: string): WriteHooks<Matched> | null {
    const updating = this.hooks.beforeUpdate(collection);
    const creating = this.hooks.beforeCreate<Matched['made']>(collection);
    if (updating === null && creating === null) return null;
    return async (request, { found, made, ...rest }, settlement) => ({
      ...rest,
      found: updating === null ? found : { ...found, ...(await updating(request, found, settlement)) },
      made: creating === null ? made : await creating(request, made, settlement),
    });
  }
}

/** Whoever upserts must be able to do both, whatever the records turn out to be. */
function assertAdmitted({ ctx, catalog, collection }: RecordRequest): void {
  for (const operation of ['update', 'create'] as const) {
    if (!isAdmitted(ctx, collection, operation)) ruleFor(ctx, catalog, collection, operation);
  }
}

/** A record that the caller may not change has the key all the same, as a create would tell them. */
function named(error: unknown, { on }: UpsertRequest): unknown {
  const isNotTheirs = error instanceof DomainError && error.code === 'RECORD_NOT_FOUND';
  if (!isNotTheirs && !(error instanceof KeysMoved)) return error;
  const index = isNotTheirs ? error.extras.index : undefined;
  const extras = { field: on[0]!, ...(index === undefined ? {} : { index }) };
  return new DomainError('RECORD_NOT_UNIQUE', 'conflict', `The value of "${on[0]}" is already in use`, extras);
}

function upserted({ found }: Matched, records: readonly RenderedRecord[]): Upserted {
  const updated = records.slice(0, found.places.length);
  const isFound = new Set(found.places);
  const actions = Array.from({ length: records.length }, (_, place) => (isFound.has(place) ? 'updated' : 'created'));
  return { created: records.slice(updated.length), updated, actions };
}
