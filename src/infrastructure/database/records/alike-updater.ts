import type {
  CompiledWrite,
  Planned,
  RenderedRecord,
  UpdateAllCall,
  UpdateCall,
} from '#application/ports/record-store';
import type { Work } from '#application/ports/transactions';
import { recordNotFound, ruleFailed } from '#application/records/record-errors';
import { actorName } from '#domain/kernel/request-context';
import type { StoredRecord } from '#domain/records/record-change';
import { growthOf, recordSize } from '#domain/records/record-size';
import type { Field } from '#domain/schema/collection';
import { bindStatement } from '#sql/bind';
import type { StoredLine } from '#sql/stored-lines';
import { sqlOf } from '../lanes/transaction';
import { type Alike, AlikeChange } from './alike-change';
import type { CompiledUpdate } from './compiled-plans';
import { idsJson } from './held-row';
import { HeldRows } from './held-rows';
import { KeptBodies } from './kept-bodies';
import { NO_REQUEST } from './no-request';
import type { RecordBounds } from './record-bounds';
import type { RecordUpdater } from './record-updater';
import { checkRecordSize, mayBeLarger, unitsOf } from './size-check';
import { UnitBounds } from './unit-bounds';

const NOTHING: readonly RenderedRecord[] = [];

/**
 * Gives many records the same values. These are bound once, and of each record no more is kept than the text that it is read as:
 * ten thousand of them as objects cost more in garbage collection than their statements.
 */
export class AlikeUpdater {
  constructor(
    private readonly updater: RecordUpdater,
    private readonly bounds: RecordBounds,
  ) {}

  /** The caller may change the records as they are, which was confirmed in the unit. */
  work(planned: Planned, call: CompiledWrite<UpdateAllCall>): Work<readonly RenderedRecord[]> {
    const { ctx } = planned;
    const { plan, updateAll, hold } = call.compiled as CompiledUpdate;
    if (updateAll === null) return this.updater.work(planned, updatesOf(call));
    const { keys, values, request } = call;
    const { accountId } = keys[0]!;
    return async (tx) => {
      const sql = sqlOf(tx);
      const unit = UnitBounds.of(tx, this.bounds);
      unit.rows.add(keys.length);
      const written = { updated_at: tx.now, updated_by: actorName(ctx) };
      const alike = { accountId, collection: plan.collection, set: { ...values, ...written } };
      const rows = new HeldRows(sql, this.bounds.answer, unit);
      const changes: AlikeChange[] = [];
      for (const portion of rows.portionsOf(hold, keys)) {
        const parameters = { ...written, account: accountId, ids: idsJson(portion) };
        const lines = await rows.lines(hold, { request: NO_REQUEST, parameters }, portion.length);
        if (lines.length < portion.length) throw recordNotFound();
        for (const change of this.changes(alike, plan.sets, lines)) changes.push(change);
        const changed = await sql.all(
          updateAll.text,
          bindStatement(updateAll, { request, stored: values, parameters }),
        );
        if (changed.length < portion.length) throw ruleFailed(ctx, plan.collection, 'update', undefined);
      }
      for (const change of changes) tx.changed(change);
      return NOTHING;
    };
  }

  /** Throws RECORD_INVALID where a record becomes too large. */
  private changes(alike: Alike, sets: readonly Field[], lines: readonly StoredLine[]): AlikeChange[] {
    const { record: limit } = this.bounds;
    const bodies = new KeptBodies(lines.map(({ body }) => body));
    return lines.map(({ body }, index) => {
      const before = JSON.parse(body) as StoredRecord;
      if (mayBeLarger(body.length + unitsOf(alike.set), limit)) {
        checkRecordSize(recordSize(alike.collection.fields, { ...before, ...alike.set }), limit, undefined);
      }
      return new AlikeChange(alike, before['id'] as string, bodies, index, growthOf(sets, before, alike.set));
    });
  }
}

/** The same as single updates. */
export function updatesOf({ keys, ...call }: CompiledWrite<UpdateAllCall>): readonly CompiledWrite<UpdateCall>[] {
  return keys.map((key) => ({ ...call, key, ifMatch: null, batch: false }));
}
