/** Creates, changes and deletes records of several collections in one unit: all or none, in the order of the request. */
import { DomainError } from '#domain/kernel/errors';
import type { RequestContext } from '#domain/kernel/request-context';
import { parseWriteRequest } from '#domain/query/parse-show-request';
import type { Catalog } from '#domain/schema/catalog';
import type { Collection } from '#domain/schema/collection';
import { StaleExpectation } from '../ports/stale-expectation';
import { type BatchOperation, readOperations } from './batch-operations';
import { type BatchResult, resultsOf } from './batch-results';
import { type BatchRun, runsOf } from './batch-runs';
import type { RecordRequest } from './fresh-requests';
import { atPlace, placing } from './joint-work';
import type { LocateRecords } from './locate-records';
import type { MaskedValues } from './masked-values';
import { collectionNotFound, oneAccountOf } from './record-errors';
import type { Changed, RecordHooks } from './record-hooks';
import type { RecordLimits } from './record-limits';
import type { WriteHooks, WritePart } from './record-operation';
import type { RecordPipeline } from './record-pipeline';
import { ignoredNames, type Written } from './sent-fields';
import type { NewRecords, WriteCalls } from './write-calls';

/** A run with where its records are, and what hooks have made of it. */
type Prepared = BatchRun & {
  readonly located: NewRecords & Changed;
};

interface Batch {
  readonly accountId: string;
  readonly runs: readonly Prepared[];
}

const EVERYTHING = parseWriteRequest({});

export class WriteBatch {
  constructor(
    private readonly pipeline: RecordPipeline,
    private readonly locator: LocateRecords,
    private readonly masked: MaskedValues,
    private readonly calls: WriteCalls,
    private readonly hooks: RecordHooks,
    private readonly limits: RecordLimits,
  ) {}

  /** `body`: see readOperations(). */
  execute(ctx: RequestContext, body: unknown): Promise<Written<readonly BatchResult[]>> {
    const operations = readOperations(body, this.limits.batchSize);
    const accountId = oneAccountOf(ctx);
    let ignored: readonly string[] = [];
    let searched: Catalog | undefined;
    return this.pipeline.write(ctx, {
      collection: operations[0]!.collection,
      act: { name: 'records.batch' },
      locate: async (request): Promise<Batch> => {
        const find = (name: string, index: number): Collection => {
          const collection = request.catalog.find(name);
          if (collection !== undefined) return collection;
          if (searched !== undefined) throw atIndex(collectionNotFound(name), index);
          // Another process may have made it a moment ago.
          searched = request.catalog;
          throw new StaleExpectation('schema');
        };
        const runs: Prepared[] = [];
        for (const run of runsOf(operations, find)) {
          runs.push({ ...run, located: await this.located({ ...request, collection: run.collection }, run) });
        }
        return { accountId, runs };
      },
      hooks: this.heard(operations),
      plan: (request, { runs }) => {
        const inVain: (readonly string[])[] = [];
        const parts = runs.map((run) => {
          const collection = request.catalog.find(run.collection.name);
          if (collection === undefined) throw atIndex(collectionNotFound(run.collection.name), run.places[0]!);
          return placing(run.places, () => this.part({ ...request, collection }, run, inVain));
        });
        ignored = ignoredNames(inVain);
        return parts;
      },
      unit: (write) => this.locator.confirmed(ctx, accountId, write),
      present: (records) => ({ result: resultsOf(operations, records), ignored }),
    });
  }

  private async located(request: RecordRequest, run: BatchRun): Promise<Prepared['located']> {
    const { op, operations, bodies } = run;
    const ids = operations.map(({ id }) => id);
    try {
      if (op === 'create') return { ...(await this.locator.added(request, bodies, true)), ids, keys: [] };
      const found = await this.locator.existing(request, op, ids, true);
      if (op === 'delete') return { ...found, ids, bodies };
      return { ...found, ids, bodies: await this.masked.withoutUnchanged(request, found, bodies) };
    } catch (error) {
      throw atPlace(error, run.places);
    }
  }

  private part(request: RecordRequest, run: Prepared, inVain: (readonly string[])[]): WritePart {
    const { op, operations, located, places } = run;
    const [first] = operations;
    if (op === 'delete') {
      return { request, calls: [this.calls.delete(request, located, true, first!.ifMatch)], places };
    }
    const ifMatch = operations.map((operation) => operation.ifMatch);
    const planned =
      op === 'create'
        ? this.calls.create(request, EVERYTHING, located, true)
        : this.calls.update(request, EVERYTHING, located, true, ifMatch);
    inVain.push(planned.ignored);
    return { request, calls: planned.calls, places };
  }

  private heard(operations: readonly BatchOperation[]): WriteHooks<Batch> | null {
    const hooksOf = ({ op, collection }: Pick<BatchOperation, 'op' | 'collection'>) => {
      switch (op) {
        case 'create':
          return this.hooks.beforeCreate<Prepared['located']>(collection);
        case 'update':
          return this.hooks.beforeUpdate(collection);
        case 'delete':
          return this.hooks.beforeDelete(collection);
      }
    };
    if (operations.every((operation) => hooksOf(operation) === null)) return null;
    return async (request, { accountId, runs }, settlement) => {
      const heard: Prepared[] = [];
      for (const run of runs) {
        const { op, collection, located } = run;
        const hooks = hooksOf({ op, collection: collection.name });
        const left = hooks === null ? located : await hooks({ ...request, collection }, located, settlement);
        heard.push({ ...run, located: left });
      }
      return { accountId, runs: heard };
    };
  }
}

function atIndex({ code, kind, message, extras }: DomainError, index: number): DomainError {
  return new DomainError(code, kind, message, { ...extras, index });
}
