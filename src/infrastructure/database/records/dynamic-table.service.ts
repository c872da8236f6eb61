import { Injectable } from '@nestjs/common';
import { RecordStore } from '#application/ports/record-store';
import type {
  IfMatch,
  NewRecord,
  PageBounds,
  RecordChange,
  RecordKey,
  RecordSlice,
  RenderedRecord,
} from '#application/ports/record-store';
import type { Transaction } from '#application/ports/transactions';
import type { RequestContext } from '#domain/kernel/request-context';
import type { CreatePlan, DeletePlan, GetPlan, ListPlan } from '#domain/query/record-plan';
import type { RequestValues } from '#domain/rules/condition';
import type { Catalog } from '#domain/schema/catalog';
import type { Collection } from '#domain/schema/collection';
import { Database } from '../database';
import { Cascade } from './cascade';
import { LinkWriter } from './link-writer';
import { RecordCreator } from './record-creator';
import { RecordDeleter } from './record-deleter';
import { RecordReader } from './record-reader';
import { RecordRenderer } from './record-renderer';
import { RecordUpdater } from './record-updater';
import { ReferenceCheck } from './reference-check';

/** Runs compiled record plans: reads through the pool of readers, writes through the account's lane. */
@Injectable()
export class DynamicTableService extends RecordStore {
  private readonly reader: RecordReader;
  private readonly creator: RecordCreator;
  private readonly updater: RecordUpdater;
  private readonly deleter: RecordDeleter;

  constructor({ dialect, reads, lanes }: Database) {
    super();
    const links = new LinkWriter(dialect);
    const renderer = new RecordRenderer(dialect);
    const references = new ReferenceCheck(reads, dialect);
    this.reader = new RecordReader(reads, dialect);
    this.creator = new RecordCreator(lanes, links, renderer, references, dialect);
    this.updater = new RecordUpdater(lanes, links, renderer, references, dialect);
    this.deleter = new RecordDeleter(lanes, new Cascade(links, dialect), dialect);
  }

  override findAccount(collection: Collection, id: string): Promise<string | null> {
    return this.reader.findAccount(collection, id);
  }

  override get(
    ctx: RequestContext,
    catalog: Catalog,
    plan: GetPlan,
    key: RecordKey,
    request: RequestValues,
  ): Promise<RenderedRecord | null> {
    return this.reader.get(ctx, catalog, plan, key, request);
  }

  override list(
    ctx: RequestContext,
    catalog: Catalog,
    plan: ListPlan,
    bounds: PageBounds,
    request: RequestValues,
  ): Promise<RecordSlice> {
    return this.reader.list(ctx, catalog, plan, bounds, request);
  }

  override create(
    ctx: RequestContext,
    catalog: Catalog,
    plan: CreatePlan,
    records: readonly NewRecord[],
    tx?: Transaction,
  ): Promise<RenderedRecord[]> {
    return this.creator.create(ctx, catalog, plan, records, tx);
  }

  override update(ctx: RequestContext, catalog: Catalog, changes: readonly RecordChange[]): Promise<RenderedRecord[]> {
    return this.updater.update(ctx, catalog, changes);
  }

  override delete(
    ctx: RequestContext,
    catalog: Catalog,
    plan: DeletePlan,
    keys: readonly RecordKey[],
    request: RequestValues,
    ifMatch: IfMatch,
  ): Promise<void> {
    return this.deleter.delete(ctx, catalog, plan, keys, request, ifMatch);
  }
}
