import type { NewRecord, RenderedRecord } from '#application/ports/record-store';
import type { Transaction } from '#application/ports/transactions';
import { ruleFailed } from '#application/records/record-errors';
import { timestampOfId } from '#domain/kernel/ids';
import { actorName, inAccount, type RequestContext } from '#domain/kernel/request-context';
import type { CreatePlan } from '#domain/query/record-plan';
import type { Catalog } from '#domain/schema/catalog';
import { hasJunction } from '#domain/schema/collection';
import { bindStatement } from '#sql/bind';
import { compileInsert, insertRow, type InsertStatement } from '#sql/compile-insert';
import type { Dialect } from '#sql/dialect/dialect';
import type { SqlValue } from '#sql/sql-fragment';
import { SharedSteps, StepRefused } from '../lanes/shared-steps';
import type { Row } from '../sql-connection';
import { sqlOf } from '../lanes/transaction';
import type { WriteLanes } from '../lanes/write-lanes';
import { expectationOf } from './freshness';
import type { LinkWriter } from './link-writer';
import { NO_REQUEST } from './no-request';
import type { RecordRenderer } from './record-renderer';
import type { ReferenceCheck } from './reference-check';
import { StatementCache } from './statement-cache';

interface CompiledCreate {
  readonly statement: InsertStatement;
  /** Nothing but the one statement: creates of different requests that share a commit can share it. */
  readonly merges: boolean;
}

export class RecordCreator {
  private readonly statements: StatementCache<CreatePlan, CompiledCreate>;

  constructor(
    private readonly lanes: WriteLanes,
    private readonly links: LinkWriter,
    private readonly renderer: RecordRenderer,
    private readonly references: ReferenceCheck,
    dialect: Dialect,
  ) {
    this.statements = new StatementCache((plan) => {
      const statement = compileInsert(plan, dialect);
      return { statement, merges: !statement.rendersLater && !plan.collection.fields.some(hasJunction) };
    });
  }

  async create(
    ctx: RequestContext,
    catalog: Catalog,
    plan: CreatePlan,
    records: readonly NewRecord[],
    tx?: Transaction,
  ): Promise<RenderedRecord[]> {
    try {
      return await this.write(ctx, catalog, plan, records, tx);
    } catch (error) {
      if (error instanceof StepRefused) throw ruleFailed(records.length > 1 ? error.refused[0] : undefined);
      throw await this.references.explain(error, catalog, plan.collection, records);
    }
  }

  private write(
    ctx: RequestContext,
    catalog: Catalog,
    plan: CreatePlan,
    records: readonly NewRecord[],
    tx: Transaction | undefined,
  ): Promise<RenderedRecord[]> {
    const { statement, merges } = this.statements.get(plan);
    const rows = records.map((record) => rowOf(statement, ctx, record));
    if (tx !== undefined) return this.insert(tx, plan, statement, records, rows);
    const { accountId } = records[0]!;
    const expectation = expectationOf(ctx, catalog);
    const unit = { ctx: inAccount(ctx, accountId), act: { name: 'records.create' }, expectation } as const;
    if (merges && records.every((record) => record.accountId === accountId)) {
      return this.lanes.submit({ ...unit, work: this.insertMerged(plan, statement, records, rows) });
    }
    const work = (own: Transaction): Promise<RenderedRecord[]> => this.insert(own, plan, statement, records, rows);
    return this.lanes.submit({ ...unit, work });
  }

  private insertMerged(
    plan: CreatePlan,
    statement: InsertStatement,
    records: readonly NewRecord[],
    rows: readonly string[],
  ): SharedSteps<RenderedRecord[]> {
    const ids = records.map(({ id }) => id);
    const step = { text: statement.text, bind: (json: string) => bindRows(statement, json), rows, ids };
    return new SharedSteps([step], (tx, [inserted]) => {
      tellCreated(tx, plan, records);
      return inserted!.map(rendered);
    });
  }

  private async insert(
    tx: Transaction,
    plan: CreatePlan,
    statement: InsertStatement,
    records: readonly NewRecord[],
    rows: readonly string[],
  ): Promise<RenderedRecord[]> {
    const sql = sqlOf(tx);
    const inserted = await sql.all(statement.text, bindRows(statement, `[${rows.join(',')}]`));
    const byId = new Map(inserted.map((row) => [row['id'], row]));
    const refused = records.flatMap(({ id }, index) => (byId.has(id) ? [] : [index]));
    if (refused.length > 0) throw new StepRefused(0, refused);
    tellCreated(tx, plan, records);
    const linked = records.map(({ accountId, id, values }) => ({ key: { accountId, id }, values }));
    await this.links.link(sql, plan.collection, linked);
    if (!statement.rendersLater) return records.map(({ id }) => rendered(byId.get(id)!));
    return this.renderer.render(
      sql,
      plan,
      linked.map(({ key }) => key),
      NO_REQUEST,
    );
  }
}

function tellCreated(tx: Transaction, { collection }: CreatePlan, records: readonly NewRecord[]): void {
  for (const { accountId, id } of records) {
    tx.changed({ accountId, collectionId: collection.id, id, op: 'create', before: null, after: null });
  }
}

function rendered(row: Row): RenderedRecord {
  return { id: row['id'] as string, body: row['body'] as string, revision: row['rev'] as number };
}

/** `created_at` is the time inside the id. */
function rowOf(statement: InsertStatement, ctx: RequestContext, record: NewRecord): string {
  const time = timestampOfId(record.id);
  const actor = actorName(ctx);
  return insertRow(statement, {
    values: record.request,
    stored: record.values,
    parameters: {
      id: record.id,
      account_id: record.accountId,
      created_at: time,
      created_by: actor,
      updated_at: time,
      updated_by: actor,
    },
  });
}

function bindRows(statement: InsertStatement, rows: string): SqlValue[] {
  return bindStatement(statement, { values: NO_REQUEST, parameters: { rows } });
}
