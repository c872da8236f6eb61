import { Injectable } from '@nestjs/common';
import type { Compiled } from '#application/ports/plan-compiler';
import {
  type AggregateCall,
  type CompiledWrite,
  type CreateCall,
  type DeleteCall,
  type GetCall,
  type ListCall,
  type LocateCall,
  type MatchCall,
  type MatchedCall,
  type ConfirmCall,
  type SelectCall,
  type Planned,
  type ReadCall,
  type ReadResult,
  RecordStore,
  type UpdateCall,
  type WriteCall,
  type WriteWork,
} from '#application/ports/record-store';
import { ruleFailed } from '#application/records/record-errors';
import { timestampOfId } from '#domain/kernel/ids';
import { actorName } from '#domain/kernel/request-context';
import type { Catalog } from '#domain/schema/catalog';
import type { Collection, JsonValue } from '#domain/schema/collection';
import { Database } from '../database';
import { translateError } from '../errors/translate-error';
import { violationOf } from '../errors/violation';
import { StepRefused } from '../lanes/shared-steps';
import { Cascade } from './cascade';
import type {
  CompiledAggregate,
  CompiledGet,
  CompiledList,
  CompiledLocate,
  CompiledMatch,
  CompiledSelect,
} from './compiled-plans';
import { confirmMatched } from './confirm-matched';
import { confirmSelected } from './confirm-selected';
import { LinkWriter } from './link-writer';
import { RecordCreator } from './record-creator';
import { RecordDeleter } from './record-deleter';
import { RecordReader } from './record-reader';
import { RecordUpdater } from './record-updater';
import { ReferenceCheck } from './reference-check';
import { UniqueCheck, type WrittenRecord } from './unique-check';

/** The raw-query service of the tables of collections: runs compiled plans, each kind in its own way. */
@Injectable()
export class DynamicTableService extends RecordStore {
  private readonly references: ReferenceCheck;
  private readonly uniques: UniqueCheck;
  private readonly reader: RecordReader;
  private readonly creator: RecordCreator;
  private readonly updater: RecordUpdater;
  private readonly deleter: RecordDeleter;

  constructor({ dialect, reads, bounds }: Database) {
    super();
    const links = new LinkWriter(dialect);
    this.references = new ReferenceCheck(reads, dialect);
    this.uniques = new UniqueCheck(reads, dialect);
    this.reader = new RecordReader(reads, bounds.answer);
    this.creator = new RecordCreator(links, bounds);
    this.updater = new RecordUpdater(links, bounds);
    this.deleter = new RecordDeleter(new Cascade(links, dialect, bounds.rows), bounds);
  }

  override read<C extends ReadCall>(planned: Planned, compiled: Compiled<C['plan']>, call: C): Promise<ReadResult<C>> {
    return this.readPlan(planned, compiled, call) as Promise<ReadResult<C>>;
  }

  override write<C extends WriteCall>(planned: Planned, calls: readonly CompiledWrite<C>[], alone: boolean): WriteWork {
    return this.writePlan(planned, calls as readonly unknown[] as readonly CompiledWrite<WriteCall>[], alone);
  }

  private readPlan(planned: Planned, compiled: Compiled<ReadCall['plan']>, call: ReadCall): Promise<unknown> {
    switch (compiled.plan.kind) {
      case 'get':
        return this.reader.get(planned, compiled as CompiledGet, call as GetCall);
      case 'list':
        return this.reader.list(planned, compiled as CompiledList, call as ListCall);
      case 'aggregate':
        return this.reader.aggregate(planned, compiled as CompiledAggregate, call as AggregateCall);
      case 'locate':
        return this.reader.locate(compiled as CompiledLocate, call as LocateCall);
      case 'select':
        return this.reader.select(planned, compiled as CompiledSelect, call as SelectCall);
      case 'match':
        return this.reader.match(planned, compiled as CompiledMatch, call as MatchCall);
    }
  }

  private writePlan(planned: Planned, calls: readonly CompiledWrite<WriteCall>[], alone: boolean): WriteWork {
    const [first] = calls;
    switch (first!.plan.kind) {
      case 'create': {
        const create = first as CompiledWrite<CreateCall>;
        return {
          work: this.creator.work(planned, create, alone),
          explain: (error) => this.explainCreate(error, planned, create),
        };
      }
      case 'update': {
        const updates = calls as readonly CompiledWrite<UpdateCall>[];
        return {
          work: this.updater.work(planned, updates),
          explain: (error) => this.explainUpdate(error, planned, updates),
        };
      }
      case 'match':
        return {
          work: confirmMatched(first as CompiledWrite<MatchedCall>),
          explain: (error) => Promise.resolve(translateError(error, 'query')),
        };
      case 'select':
        return {
          work: confirmSelected(first as CompiledWrite<ConfirmCall>),
          explain: (error) => Promise.resolve(translateError(error, 'query')),
        };
      case 'delete':
        return {
          work: this.deleter.work(planned, first as CompiledWrite<DeleteCall>),
          explain: (error) => Promise.resolve(translateError(error, 'write')),
        };
    }
  }

  private explainCreate(error: unknown, { ctx, catalog }: Planned, create: CreateCall): Promise<unknown> {
    const { plan, records, batch } = create;
    if (error instanceof StepRefused) {
      const index = batch ? error.refused[0] : undefined;
      return Promise.resolve(ruleFailed(ctx, plan.collection, 'create', index));
    }
    const by = actorName(ctx);
    const written = records.map(({ accountId, id, values }) => {
      const at = timestampOfId(id);
      const system = { created_at: at, created_by: by, updated_at: at, updated_by: by };
      return { accountId, id, values: { ...everyField(plan.collection), ...values, ...system } };
    });
    return this.explain(error, catalog, plan.collection, { records: written, batch });
  }

  private explainUpdate(error: unknown, { ctx, catalog }: Planned, updates: readonly UpdateCall[]): Promise<unknown> {
    const written = updates.map(({ key, values }) => ({ ...key, values: { ...values, updated_by: actorName(ctx) } }));
    const { plan, batch } = updates[0]!;
    return this.explain(error, catalog, plan.collection, { records: written, batch });
  }

  private async explain(
    error: unknown,
    catalog: Catalog,
    collection: Collection,
    written: { readonly records: readonly WrittenRecord[]; readonly batch: boolean },
  ): Promise<unknown> {
    const violation = violationOf(error);
    const taken = violation?.kind === 'unique' ? await this.uniques.takenField(collection, written.records) : undefined;
    if (taken !== undefined) return translateError(error, 'write', () => taken);
    return this.references.explain(error, catalog, collection, written);
  }
}

/** A new record has no value where it was given none. */
function everyField({ fields }: Collection): Readonly<Record<string, JsonValue>> {
  return Object.fromEntries(fields.map(({ name }) => [name, null]));
}
