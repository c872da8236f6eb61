import { Injectable } from '@nestjs/common';
import { FieldCipher } from '#application/ports/field-cipher';
import type { Compiled } from '#application/ports/plan-compiler';
import {
  type AggregateCall,
  type GetCall,
  type GetManyCall,
  type GroupSlice,
  type ListCall,
  type LocateCall,
  type MatchCall,
  type PageBounds,
  type Planned,
  type ReadCall,
  type ReadResult,
  type RecordSlice,
  RecordStore,
  type RenderedRecord,
  type Selected,
  type SelectCall,
  type CompiledWrite,
  type WriteCall,
  type WriteWork,
} from '#application/ports/record-store';
import { readTooLarge, tooManyNested } from '#application/records/record-errors';
import { StaleExpectation } from '#application/ports/stale-expectation';
import { DomainError } from '#domain/kernel/errors';
import { proofOf, type RequestContext } from '#domain/kernel/request-context';
import type { KeysetValue, ListPlan } from '#domain/query/record-plan';
import { type BindSources, bindStatement } from '#sql/bind';
import { MAX_NESTED } from '#sql/compile-weighing';
import type { SqlValue, Statement } from '#sql/sql-fragment';
import { Database } from '../database';
import { DatabaseUnavailable } from '../errors/database-unavailable';
import { translateError } from '../errors/translate-error';
import type { ReadPool } from '../reads/read-pool';
import type { Row } from '../sql-connection';
import { cacheOwner } from '#application/kernel/cache-owner';
import { RememberedTotals } from '../totals/remembered-totals';
import { type Versioned, VersionedCache } from '../totals/versioned-cache';
import type {
  CompiledAggregate,
  CompiledGet,
  CompiledGetMany,
  CompiledList,
  CompiledLocate,
  CompiledMatch,
  CompiledSelect,
} from './compiled-plans';
import { matchValues, toMatches } from './confirm-matched';
import { toIds } from './confirm-selected';
import { NO_REQUEST } from './no-request';
import { RecordWriter } from './record-writer';
import { makesTexts } from './size-check';

/** What reads of a superadmin's request over all accounts count for, as if it were an account. */
const ALL_ACCOUNTS = 'all';
/** An id that no credential has, for the server itself, which has none. */
const NO_CREDENTIAL = '';
const SCHEMA_REVISION = `SELECT "value" FROM "system_state" WHERE "name" = 'schema_revision'`;

/**
 * The raw-query service of the tables of collections: runs compiled plans. Those that read are one statement each, whose one
 * row carries the rendered answer.
 */
@Injectable()
export class DynamicTableService extends RecordStore {
  private readonly totals: RememberedTotals;
  private readonly groups = new VersionedCache<GroupSlice>(({ results }) => results.length * 2);

  private readonly reads: ReadPool;
  /** Bytes of an answer. */
  private readonly limit: number;
  private readonly writer: RecordWriter;

  constructor(database: Database, cipher: FieldCipher) {
    super();
    this.totals = new RememberedTotals(database.totals);
    this.reads = database.reads;
    this.limit = database.bounds.answer;
    this.writer = new RecordWriter(database, cipher);
  }

  override read<C extends ReadCall>(planned: Planned, compiled: Compiled<C['plan']>, call: C): Promise<ReadResult<C>> {
    return this.run(planned, compiled, call) as Promise<ReadResult<C>>;
  }

  override write<C extends WriteCall>(planned: Planned, calls: readonly CompiledWrite<C>[], alone: boolean): WriteWork {
    return this.writer.workOf(planned, calls as readonly unknown[] as readonly CompiledWrite<WriteCall>[], alone);
  }

  private run(planned: Planned, compiled: Compiled<ReadCall['plan']>, call: ReadCall): Promise<unknown> {
    switch (compiled.plan.kind) {
      case 'match':
        return this.match(planned, compiled as CompiledMatch, call as MatchCall);
      case 'select':
        return this.select(planned, compiled as CompiledSelect, call as SelectCall);
      case 'get':
        return this.get(planned, compiled as CompiledGet, call as GetCall);
      case 'getMany':
        return this.getMany(planned, compiled as CompiledGetMany, call as GetManyCall);
      case 'list':
        return this.list(planned, compiled as CompiledList, call as ListCall);
      case 'aggregate':
        return this.aggregate(planned, compiled as CompiledAggregate, call as AggregateCall);
      case 'locate':
        return this.locate(compiled as CompiledLocate, call as LocateCall);
    }
  }

  private async locate({ find }: CompiledLocate, { ids }: LocateCall): Promise<ReadonlyMap<string, string>> {
    const values = bindStatement(find, { request: NO_REQUEST, parameters: { ids: JSON.stringify(ids) } });
    const rows = await this.reads.all(find.text, values);
    return new Map(rows.map((row) => [row['id'] as string, row['account_id'] as string]));
  }

  private async match(
    planned: Planned,
    compiled: CompiledMatch,
    call: MatchCall,
  ): Promise<ReadonlyMap<number, string>> {
    return toMatches(await this.readOne(planned, compiled.find.text, matchValues(compiled, call)));
  }

  private async select(planned: Planned, { count, find }: CompiledSelect, call: SelectCall): Promise<Selected> {
    const { request, values: stored, limit } = call;
    const parameters = { credential: credentialOf(planned), account: planned.ctx.accountId, limit };
    const statement = limit === null ? count : find;
    const row = await this.readOne(planned, statement.text, bindStatement(statement, { request, stored, parameters }));
    assertFresh(planned, row);
    return limit === null ? { ids: [], total: Number(row['total']) } : { ids: toIds(row), total: null };
  }

  private async get(
    planned: Planned,
    { plan, get }: CompiledGet,
    { key, request }: GetCall,
  ): Promise<RenderedRecord | null> {
    const { accountId, id } = key;
    const parameters = { credential: credentialOf(planned), account: accountId, id, answer: this.limit };
    const row = await this.readOne(planned, get.text, bindStatement(get, { request, parameters }));
    assertFresh(planned, row);
    assertFits(row, this.limit);
    const body = row['body'] as string | null;
    if (body === null) return null;
    if (Buffer.byteLength(body) > this.limit && makesTexts(plan.output)) throw readTooLarge(this.limit);
    return { id, body, revision: row['rev'] as number };
  }

  private async getMany(planned: Planned, { find }: CompiledGetMany, call: GetManyCall): Promise<string> {
    const { accountId, ids, request } = call;
    const share = Math.floor(this.limit / ids.length);
    const parameters = { credential: credentialOf(planned), account: accountId, ids: JSON.stringify(ids), share };
    return (await this.page(planned, find, { request, parameters }, share))['items'] as string;
  }

  private async list(planned: Planned, compiled: CompiledList, { bounds, request }: ListCall): Promise<RecordSlice> {
    const { plan } = compiled;
    const share = Math.floor(this.limit / bounds.limit);
    const sizes = { answer: this.limit, share };
    const sources = { request, parameters: listParameters(planned, plan, bounds, sizes) };
    const row = await this.page(planned, compiled.list, sources, share);
    const keys = typeof row['keys'] === 'string' ? (JSON.parse(row['keys']) as KeysetValue[][]) : null;
    const slice = { items: row['items'] as string, keys };
    if (!plan.total) return { ...slice, total: null };
    const known =
      (row['kept'] as number | null) ?? totalOfLastPage(plan, bounds, (keys?.length ?? row['found']) as number);
    if (known !== null) return { ...slice, total: known };
    return { ...slice, total: await this.total(planned, compiled, sources, row['versions'] as string | null) };
  }

  /** Groups that are remembered are proved by a statement of its own. */
  private async aggregate(planned: Planned, compiled: CompiledAggregate, call: AggregateCall): Promise<GroupSlice> {
    const { plan, number, aggregate, versions } = compiled;
    const { limit, request } = call;
    const share = Math.floor(this.limit / limit);
    const parameters = { account: planned.ctx.accountId, limit, answer: this.limit, share };
    const sources = { request, parameters: { ...parameters, credential: credentialOf(planned) } };
    const find = async (): Promise<Versioned<GroupSlice>> => {
      const row = await this.page(planned, aggregate, sources, share);
      const answer = { results: row['items'] as string, total: row['total'] as number };
      return { answer, versions: row['versions'] as string | null };
    };
    if (plan.countedFrom.length === 0) return (await find()).answer;
    const proof = await this.readOne(planned, versions.text, bindStatement(versions, sources));
    assertFresh(planned, proof);
    const anyone = { request, parameters: { ...parameters, credential: NO_CREDENTIAL } };
    const key = `${number} ${JSON.stringify(bindStatement(aggregate, anyone))}`;
    return this.groups.get(key, cacheOwner(planned.ctx), proof['versions'] as string, find);
  }

  /** Each record may have an equal part of the answer at first; what has more is rendered when it is known that all fit in. */
  private async page(planned: Planned, list: Statement, sources: BindSources, share: number): Promise<Row> {
    const row = await this.readOne(planned, list.text, bindStatement(list, sources));
    assertFresh(planned, row);
    assertFits(row, this.limit);
    const bytes = (row['bytes'] ?? 0) as number;
    if (bytes <= share || Buffer.byteLength(row['items'] as string) >= bytes) return row;
    const whole = { ...sources, parameters: { ...sources.parameters, share: this.limit } };
    return this.page(planned, list, whole, this.limit);
  }

  private total(
    planned: Planned,
    { plan, count, number }: CompiledList,
    sources: BindSources,
    versions: string | null,
  ): Promise<number> {
    const values = bindStatement(count, sources);
    const { ctx, catalog } = planned;
    const wanted = {
      key: `${number} ${JSON.stringify(values)}`,
      account: ctx.accountId,
      revision: catalog.revision,
      plan,
      request: sources.request,
    };
    return this.totals.get(wanted, cacheOwner(ctx), versions, async () => {
      const row = await this.readOne(planned, count.text, values);
      return { answer: row['total'] as number, versions: row['versions'] as string | null };
    });
  }

  private async readOne(planned: Planned, text: string, values: readonly SqlValue[]): Promise<Row> {
    return (await readAll(this.reads, planned, text, values))[0]!;
  }
}

/** A statement that no longer fits its tables failed because the schema has changed since it was planned. */
export async function readAll(
  reads: ReadPool,
  { ctx, catalog }: Planned,
  text: string,
  values: readonly SqlValue[],
): Promise<readonly Row[]> {
  try {
    return await reads.all(text, values, ctx.accountId ?? ALL_ACCOUNTS, isStranger(ctx));
  } catch (error) {
    if (error instanceof DomainError || error instanceof DatabaseUnavailable) throw error;
    const [state] = await reads.all(SCHEMA_REVISION);
    if (state?.['value'] !== catalog.revision) throw new StaleExpectation('schema');
    throw translateError(error, 'query');
  }
}

/** A page that is not full is the last one, which says how many there are; null: it is full, or behind the last one. */
function totalOfLastPage({ page }: ListPlan, { skip, limit, position }: PageBounds, found: number): number | null {
  if (page.kind === 'keyset') return position === null && found <= limit ? found : null;
  return found < limit && (found > 0 || skip === 0) ? skip + found : null;
}

/** Compares what a read statement's own snapshot says with what its plan was made from. */
export function assertFresh({ ctx, catalog }: Planned, row: Row): void {
  const proof = proofOf(ctx);
  if (proof !== null && row['stamp'] !== proof.stamp) throw new StaleExpectation('credential');
  if (row['schema'] !== catalog.revision) throw new StaleExpectation('schema');
}

/** Strangers cannot make the account's users wait. */
function isStranger({ actor }: RequestContext): boolean {
  return actor.kind === 'anonymous';
}

/** Refuses what is too large before it is rendered (`weight`, `nested`), or was found out by rendering it (`bytes`). */
function assertFits(row: Row, limit: number): void {
  if (((row['nested'] as number | undefined) ?? 0) > MAX_NESTED) throw tooManyNested(MAX_NESTED);
  if (Math.max(Number(row['weight'] ?? 0), Number(row['bytes'] ?? 0)) > limit) throw readTooLarge(limit);
}

export function credentialOf({ ctx }: Planned): string {
  return proofOf(ctx)?.id ?? NO_CREDENTIAL;
}

function listParameters(
  planned: Planned,
  plan: ListPlan,
  { skip, limit, position }: PageBounds,
  { answer, share }: { readonly answer: number; readonly share: number },
): BindSources['parameters'] {
  const parameters: Record<string, SqlValue | boolean> = {
    credential: credentialOf(planned),
    account: planned.ctx.accountId,
    limit,
    answer,
    share,
  };
  if (plan.page.kind === 'offset') return { ...parameters, skip };
  for (const [index, value] of (position ?? []).entries()) parameters[`k${index}`] = value;
  return { ...parameters, fetch: limit + 1 };
}
