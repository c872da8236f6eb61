import type { CompiledWrite, ConfirmCall, RenderedRecord } from '#application/ports/record-store';
import type { Work } from '#application/ports/transactions';
import { countDiffers } from '#application/records/record-errors';
import { bindStatement } from '#sql/bind';
import { sqlOf } from '../lanes/transaction';
import type { Row } from '../sql-connection';
import type { CompiledSelect } from './compiled-plans';

const NOTHING: readonly RenderedRecord[] = [];

/** Whether a plan still selects the records that were found before the unit, and no others; they are locked then. */
export function confirmSelected(call: CompiledWrite<ConfirmCall>): Work<readonly RenderedRecord[]> {
  const { compiled, keys, request, values: stored } = call;
  const { hold, count } = compiled as CompiledSelect;
  return async (tx) => {
    const sql = sqlOf(tx);
    const parameters = { account: keys[0]!.accountId, limit: keys.length + 1, credential: '' };
    const sources = { request, stored, parameters };
    const [held] = await sql.all(hold.text, bindStatement(hold, sources));
    const ids = toIds(held!);
    if (ids.length === keys.length && ids.every((id, index) => id === keys[index]!.id)) return NOTHING;
    const [row] = await sql.all(count.text, bindStatement(count, sources));
    throw countDiffers(keys.length, Number(row!['total']));
  };
}

/** From a row of compile-select.ts, in the order of the ids. */
export function toIds(row: Row): readonly string[] {
  const ids = row['ids'] as string | null;
  return ids === null ? [] : ids.split(',').toSorted();
}
