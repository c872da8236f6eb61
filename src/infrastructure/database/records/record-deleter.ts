import type { IfMatch, RecordKey } from '#application/ports/record-store';
import type { Transaction } from '#application/ports/transactions';
import { recordChanged, recordNotFound } from '#application/records/record-errors';
import { actorName, inAccount, type RequestContext } from '#domain/kernel/request-context';
import type { DeletePlan } from '#domain/query/record-plan';
import type { RequestValues } from '#domain/rules/condition';
import type { Catalog } from '#domain/schema/catalog';
import { bindStatement } from '#sql/bind';
import { compileDeleteSelect } from '#sql/compile-delete';
import type { Dialect } from '#sql/dialect/dialect';
import type { Statement } from '#sql/sql-fragment';
import { sqlOf } from '../lanes/transaction';
import { translateError } from '../errors/translate-error';
import type { WriteLanes } from '../lanes/write-lanes';
import { expectationOf } from './freshness';
import type { Cascade } from './cascade';
import { StatementCache } from './statement-cache';

export class RecordDeleter {
  private readonly selects: StatementCache<DeletePlan, Statement>;

  constructor(
    private readonly lanes: WriteLanes,
    private readonly cascade: Cascade,
    dialect: Dialect,
  ) {
    this.selects = new StatementCache((plan) => compileDeleteSelect(plan, dialect));
  }

  async delete(
    ctx: RequestContext,
    catalog: Catalog,
    plan: DeletePlan,
    keys: readonly RecordKey[],
    values: RequestValues,
    ifMatch: IfMatch,
  ): Promise<void> {
    try {
      await this.lanes.submit({
        ctx: inAccount(ctx, keys[0]!.accountId),
        act: { name: 'records.delete' },
        expectation: expectationOf(ctx, catalog),
        work: async (tx) => {
          await this.assertDeletable(tx, plan, keys, values, ifMatch);
          const time = { at: tx.now, by: actorName(ctx) };
          await this.cascade.delete(tx, catalog, plan.collection, keys, time);
        },
      });
    } catch (error) {
      throw translateError(error);
    }
  }

  private async assertDeletable(
    tx: Transaction,
    plan: DeletePlan,
    keys: readonly RecordKey[],
    values: RequestValues,
    ifMatch: IfMatch,
  ): Promise<void> {
    const statement = this.selects.get(plan);
    for (const [index, { accountId, id }] of keys.entries()) {
      const bound = bindStatement(statement, { values, parameters: { account: accountId, id } });
      const [row] = await sqlOf(tx).all(statement.text, bound);
      if (row === undefined) throw recordNotFound(keys.length > 1 ? index : undefined);
      if (ifMatch !== null && !ifMatch.includes(row['rev'] as number)) throw recordChanged();
    }
  }
}
