import type { PageBounds, RecordKey, RecordSlice, RenderedRecord } from '#application/ports/record-store';
import { StaleExpectation } from '#application/ports/stale-expectation';
import { DomainError } from '#domain/kernel/errors';
import type { RequestContext } from '#domain/kernel/request-context';
import type { GetPlan, KeysetValue, ListPlan } from '#domain/query/record-plan';
import type { RequestValues } from '#domain/rules/condition';
import type { Catalog } from '#domain/schema/catalog';
import type { Collection } from '#domain/schema/collection';
import { type BindSources, bindStatement } from '#sql/bind';
import { compileFindAccount } from '#sql/compile-find-account';
import { compileCount, compileGet, compileList } from '#sql/compile-read';
import type { Dialect } from '#sql/dialect/dialect';
import type { SqlValue, Statement } from '#sql/sql-fragment';
import { DatabaseUnavailable } from '../errors/database-unavailable';
import type { ReadPool } from '../reads/read-pool';
import type { Row } from '../sql-connection';
import { translateError } from '../errors/translate-error';
import { assertFresh, proofOf } from './freshness';
import { NO_REQUEST } from './no-request';
import { StatementCache } from './statement-cache';
import { TotalCache } from './total-cache';

/** Whose reads a superadmin's request counts as that spans all accounts. */
const ALL_ACCOUNTS = 'all';
const SCHEMA_REVISION = `SELECT "value" FROM "system_state" WHERE "name" = 'schema_revision'`;

interface CompiledList {
  readonly list: Statement;
  readonly count: Statement;
  readonly totals: TotalCache;
}

/** Runs read plans: one statement each, whose one row carries the rendered answer. */
export class RecordReader {
  private readonly gets: StatementCache<GetPlan, Statement>;
  private readonly lists: StatementCache<ListPlan, CompiledList>;
  private readonly accounts: StatementCache<Collection, Statement>;

  constructor(
    private readonly reads: ReadPool,
    dialect: Dialect,
  ) {
    this.gets = new StatementCache((plan) => compileGet(plan, dialect));
    this.lists = new StatementCache((plan) => ({
      list: compileList(plan, dialect),
      count: compileCount(plan, dialect),
      totals: new TotalCache(),
    }));
    this.accounts = new StatementCache((collection) => compileFindAccount(collection, dialect));
  }

  async findAccount(collection: Collection, id: string): Promise<string | null> {
    const statement = this.accounts.get(collection);
    const values = bindStatement(statement, { values: NO_REQUEST, parameters: { id } });
    const [row] = await this.reads.all(statement.text, values);
    return (row?.['account_id'] as string | undefined) ?? null;
  }

  async get(
    ctx: RequestContext,
    catalog: Catalog,
    plan: GetPlan,
    { accountId, id }: RecordKey,
    values: RequestValues,
  ): Promise<RenderedRecord | null> {
    const statement = this.gets.get(plan);
    const parameters = { credential: proofOf(ctx).id, account: accountId, id };
    const row = await this.readOne(ctx, catalog, statement.text, bindStatement(statement, { values, parameters }));
    assertFresh(ctx, catalog, row);
    return row['body'] === null ? null : { id, body: row['body'] as string, revision: row['rev'] as number };
  }

  async list(
    ctx: RequestContext,
    catalog: Catalog,
    plan: ListPlan,
    bounds: PageBounds,
    values: RequestValues,
  ): Promise<RecordSlice> {
    const { list, count, totals } = this.lists.get(plan);
    const sources = { values, parameters: listParameters(ctx, plan, bounds) };
    const row = await this.readOne(ctx, catalog, list.text, bindStatement(list, sources));
    assertFresh(ctx, catalog, row);
    const keys = typeof row['keys'] === 'string' ? (JSON.parse(row['keys']) as KeysetValue[][]) : null;
    const slice = { items: row['items'] as string, keys };
    if (!plan.total) return { ...slice, total: null };
    if (row['kept'] !== null) return { ...slice, total: row['kept'] as number };
    return {
      ...slice,
      total: await this.total(ctx, catalog, count, totals, sources, row['versions'] as string | null),
    };
  }

  private total(
    ctx: RequestContext,
    catalog: Catalog,
    statement: Statement,
    totals: TotalCache,
    sources: BindSources,
    versions: string | null,
  ): Promise<number> {
    const values = bindStatement(statement, sources);
    return totals.get(JSON.stringify(values), versions, async () => {
      const row = await this.readOne(ctx, catalog, statement.text, values);
      return { total: row['total'] as number, versions: row['versions'] as string | null };
    });
  }

  /** A statement that no longer fits its tables failed because the schema moved on since it was planned. */
  private async readOne(
    ctx: RequestContext,
    catalog: Catalog,
    text: string,
    values: readonly SqlValue[],
  ): Promise<Row> {
    try {
      return (await this.reads.all(text, values, ownerOf(ctx)))[0]!;
    } catch (error) {
      if (error instanceof DomainError || error instanceof DatabaseUnavailable) throw error;
      const [state] = await this.reads.all(SCHEMA_REVISION);
      if (state?.['value'] !== catalog.revision) throw new StaleExpectation('schema');
      throw translateError(error);
    }
  }
}

/** Strangers have a share of their own, so that they cannot make the account's users wait. */
function ownerOf({ actor, accountId }: RequestContext): string {
  if (accountId === null) return ALL_ACCOUNTS;
  return actor.kind === 'anonymous' ? `anonymous ${accountId}` : accountId;
}

function listParameters(
  ctx: RequestContext,
  plan: ListPlan,
  { skip, limit, position }: PageBounds,
): BindSources['parameters'] {
  const parameters: Record<string, SqlValue | boolean> = {
    credential: proofOf(ctx).id,
    account: ctx.accountId,
    limit,
  };
  if (plan.page.kind === 'offset') return { ...parameters, skip };
  for (const [index, value] of (position ?? []).entries()) parameters[`k${index}`] = value;
  return { ...parameters, fetch: limit + 1 };
}
