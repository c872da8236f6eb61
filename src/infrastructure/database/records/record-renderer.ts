import type { RecordKey, RenderedRecord } from '#application/ports/record-store';
import type { CreatePlan, UpdatePlan } from '#domain/query/record-plan';
import type { RequestValues } from '#domain/rules/condition';
import { bindStatement } from '#sql/bind';
import { compileRender } from '#sql/compile-read';
import type { Dialect } from '#sql/dialect/dialect';
import type { Statement } from '#sql/sql-fragment';
import type { SqlConnection } from '../sql-connection';
import { StatementCache } from './statement-cache';

/** Renders records that the same unit has just written, where their body needs more than their own row. */
export class RecordRenderer {
  private readonly statements: StatementCache<CreatePlan | UpdatePlan, Statement>;

  constructor(dialect: Dialect) {
    this.statements = new StatementCache((plan) =>
      plan.kind === 'update' ? compileRender(plan.output, dialect, plan.shownIf) : compileRender(plan.output, dialect),
    );
  }

  /** In the order of the keys. */
  async render(
    sql: SqlConnection,
    plan: CreatePlan | UpdatePlan,
    keys: readonly RecordKey[],
    values: RequestValues,
  ): Promise<RenderedRecord[]> {
    const list = JSON.stringify(keys.map(({ accountId, id }) => ({ account: accountId, id })));
    const statement = this.statements.get(plan);
    const found = await sql.all(
      statement.text,
      bindStatement(statement, { request: values, parameters: { keys: list } }),
    );
    const rows = new Map(found.map((row) => [row['id'], row]));
    return keys.map(({ id }) => {
      const row = rows.get(id)!;
      return { id, body: row['body'] as string, revision: row['rev'] as number };
    });
  }
}
