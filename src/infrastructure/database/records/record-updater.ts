import type { RecordChange, RenderedRecord } from '#application/ports/record-store';
import type { Transaction } from '#application/ports/transactions';
import { recordChanged, recordNotFound, ruleFailed } from '#application/records/record-errors';
import { actorName, inAccount, type RequestContext } from '#domain/kernel/request-context';
import type { UpdatePlan } from '#domain/query/record-plan';
import type { Catalog } from '#domain/schema/catalog';
import { hasJunction } from '#domain/schema/collection';
import { type BindSources, bindStatement } from '#sql/bind';
import { compileProbe, compileUpdate, type UpdateStatement } from '#sql/compile-update';
import type { Dialect } from '#sql/dialect/dialect';
import type { SqlValue, Statement } from '#sql/sql-fragment';
import type { Row, SqlConnection } from '../sql-connection';
import { sqlOf } from '../lanes/transaction';
import type { WriteLanes } from '../lanes/write-lanes';
import { expectationOf } from './freshness';
import type { LinkWriter } from './link-writer';
import type { RecordRenderer } from './record-renderer';
import type { ReferenceCheck } from './reference-check';
import { StatementCache } from './statement-cache';

interface CompiledUpdate {
  readonly update: UpdateStatement;
  readonly updateIfMatch: UpdateStatement;
  readonly probe: Statement;
}

export class RecordUpdater {
  private readonly statements: StatementCache<UpdatePlan, CompiledUpdate>;

  constructor(
    private readonly lanes: WriteLanes,
    private readonly links: LinkWriter,
    private readonly renderer: RecordRenderer,
    private readonly references: ReferenceCheck,
    dialect: Dialect,
  ) {
    this.statements = new StatementCache((plan) => ({
      update: compileUpdate(plan, dialect, { ifMatch: false }),
      updateIfMatch: compileUpdate(plan, dialect, { ifMatch: true }),
      probe: compileProbe(plan, dialect),
    }));
  }

  async update(ctx: RequestContext, catalog: Catalog, changes: readonly RecordChange[]): Promise<RenderedRecord[]> {
    const { key, plan } = changes[0]!;
    try {
      return await this.lanes.submit({
        ctx: inAccount(ctx, key.accountId),
        act: { name: 'records.update' },
        expectation: expectationOf(ctx, catalog),
        work: (tx) => this.updateAll(tx, ctx, changes),
      });
    } catch (error) {
      const records = changes.map((change) => ({ accountId: change.key.accountId, values: change.values }));
      throw await this.references.explain(error, catalog, plan.collection, records);
    }
  }

  private async updateAll(
    tx: Transaction,
    ctx: RequestContext,
    changes: readonly RecordChange[],
  ): Promise<RenderedRecord[]> {
    const records: RenderedRecord[] = [];
    for (const [position, change] of changes.entries()) {
      records.push(await this.updateOne(tx, ctx, change, changes.length > 1 ? position : undefined));
    }
    return records;
  }

  private async updateOne(
    tx: Transaction,
    ctx: RequestContext,
    change: RecordChange,
    index: number | undefined,
  ): Promise<RenderedRecord> {
    const sql = sqlOf(tx);
    const { plan, key } = change;
    const { update, updateIfMatch, probe } = this.statements.get(plan);
    const sources = bindSources(ctx, change, tx.now);
    const row =
      change.ifMatch === null
        ? await runFor(sql, update, sources)
        : await this.updateIfMatch(sql, updateIfMatch, sources, change.ifMatch);
    if (row === undefined) throw await this.refusal(sql, probe, sources, change, index);
    // Nothing is added, but whatever was counted under a condition may count differently now.
    tx.changed({ ...key, collectionId: plan.collection.id, op: 'update', before: null, after: null });
    await this.links.replace(sql, plan.sets.filter(hasJunction), change);
    if (!update.rendersLater) return { id: key.id, body: row['body'] as string, revision: row['rev'] as number };
    const [rendered] = await this.renderer.render(sql, plan, [key], change.request);
    return rendered!;
  }

  private async updateIfMatch(
    sql: SqlConnection,
    statement: Statement,
    sources: BindSources,
    revisions: readonly number[],
  ): Promise<Row | undefined> {
    for (const revision of revisions) {
      const parameters = { ...sources.parameters, if_match: revision };
      const row = await runFor(sql, statement, { ...sources, parameters });
      if (row !== undefined) return row;
    }
    return undefined;
  }

  /** Not there for this caller, changed since it was read, or not as the rule wants it to become. */
  private async refusal(
    sql: SqlConnection,
    probe: Statement,
    sources: BindSources,
    { ifMatch }: RecordChange,
    index: number | undefined,
  ): Promise<Error> {
    const row = await runFor(sql, probe, sources);
    if (row === undefined) return recordNotFound(index);
    return ifMatch !== null && !ifMatch.includes(row['rev'] as number) ? recordChanged() : ruleFailed(index);
  }
}

async function runFor(sql: SqlConnection, statement: Statement, sources: BindSources): Promise<Row | undefined> {
  const [row] = await sql.all(statement.text, bindStatement(statement, sources));
  return row;
}

function bindSources(ctx: RequestContext, { key, values, request }: RecordChange, now: string): BindSources {
  const parameters: Record<string, SqlValue> = {
    id: key.id,
    account: key.accountId,
    updated_at: now,
    updated_by: actorName(ctx),
  };
  return { values: request, stored: values, parameters };
}
