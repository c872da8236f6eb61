import type { CompiledWrite, DeleteCall, Planned, RenderedRecord } from '#application/ports/record-store';
import type { Work } from '#application/ports/transactions';
import { recordChanged, recordNotFound } from '#application/records/record-errors';
import { actorName } from '#domain/kernel/request-context';
import { sqlOf } from '../lanes/transaction';
import type { Cascade } from './cascade';
import type { CompiledDelete } from './compiled-plans';
import { type HeldRow, keysJson } from './held-row';
import { HeldRows } from './held-rows';
import type { RecordBounds } from './record-bounds';
import { UnitBounds } from './unit-bounds';

const NOTHING: readonly RenderedRecord[] = [];

export class RecordDeleter {
  constructor(
    private readonly cascade: Cascade,
    private readonly bounds: RecordBounds,
  ) {}

  work({ ctx, catalog }: Planned, call: CompiledWrite<DeleteCall>): Work<readonly RenderedRecord[]> {
    return async (tx) => {
      const unit = UnitBounds.of(tx, this.bounds);
      const held = new HeldRows(sqlOf(tx), this.bounds.answer, unit);
      const rows = await this.hold(held, call);
      await this.cascade.delete(tx, catalog, call.plan.collection, rows, actorName(ctx), { held, written: unit.rows });
      return NOTHING;
    };
  }

  /** The rows, locked against other writers, if the caller may delete them all. */
  private async hold(
    held: HeldRows,
    { compiled, keys, request, ifMatch, batch }: CompiledWrite<DeleteCall>,
  ): Promise<HeldRow[]> {
    const { select } = compiled as CompiledDelete;
    const rows: HeldRow[] = [];
    for (const portion of held.portionsOf(select, keys)) {
      const parameters = { account: keys[0]!.accountId, keys: keysJson(portion) };
      rows.push(...(await held.read(select, { request, parameters }, portion.length)));
    }
    const found = new Map(rows.map((row) => [row.id, row]));
    return keys.map(({ id }, index) => {
      const row = found.get(id);
      if (row === undefined) throw recordNotFound(batch ? index : undefined);
      if (ifMatch?.includes(row.revision) === false) throw recordChanged();
      return row;
    });
  }
}
