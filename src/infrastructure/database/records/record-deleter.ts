import type { CompiledWrite, DeleteCall, Planned, RenderedRecord } from '#application/ports/record-store';
import type { Transaction, Work } from '#application/ports/transactions';
import { recordChanged, recordNotFound } from '#application/records/record-errors';
import { actorName } from '#domain/kernel/request-context';
import { bindStatement } from '#sql/bind';
import { sqlOf } from '../lanes/transaction';
import type { Cascade } from './cascade';
import type { CompiledDelete } from './compiled-plans';
import { type HeldRow, keysJson, toHeldRow } from './held-row';

const NOTHING: readonly RenderedRecord[] = [];

export class RecordDeleter {
  constructor(private readonly cascade: Cascade) {}

  work({ ctx, catalog }: Planned, call: CompiledWrite<DeleteCall>): Work<readonly RenderedRecord[]> {
    return async (tx) => {
      const rows = await this.hold(tx, call);
      await this.cascade.delete(tx, catalog, call.plan.collection, rows, actorName(ctx));
      return NOTHING;
    };
  }

  /** The rows, locked against other writers, if the caller may delete them all. */
  private async hold(
    tx: Transaction,
    { compiled, keys, request, ifMatch }: CompiledWrite<DeleteCall>,
  ): Promise<HeldRow[]> {
    const { select } = compiled as CompiledDelete;
    const parameters = { account: keys[0]!.accountId, keys: keysJson(keys) };
    const rows = await sqlOf(tx).all(select.text, bindStatement(select, { request, parameters }));
    const found = new Map(rows.map((row) => [row['id'], toHeldRow(row)]));
    return keys.map(({ id }, index) => {
      const row = found.get(id);
      if (row === undefined) throw recordNotFound(keys.length > 1 ? index : undefined);
      if (ifMatch?.includes(row.revision) === false) throw recordChanged();
      return row;
    });
  }
}
