import type { UpdatePlan } from '#domain/query/record-plan';
import type { StoredRecord } from '#domain/records/record-change';
import { recordSize } from '#domain/records/record-size';
import { linkedFields } from '#domain/schema/field-storage';
import type { HeldRow } from './held-row';
import type { RecordBounds } from './record-bounds';
import { checkRecordSize, mayBeLarger, unitsOf } from './size-check';
import type { UnitBounds } from './unit-bounds';
import { countLinks } from './written-rows';

interface BoundedUpdate {
  readonly values: StoredRecord;
  readonly held: HeldRow;
  readonly after: StoredRecord;
  /** Its place in a batch. */
  readonly index: number | undefined;
}

/** Adds up what the updates of one unit write and are answered with, before they are written. */
export class UpdateBounds {
  constructor(
    private readonly bounds: RecordBounds,
    private readonly unit: UnitBounds,
  ) {}

  /** Throws RECORD_INVALID, RECORD_TOO_MANY_ROWS and QUERY_TOO_COMPLEX (422). */
  add({ collection, sets, output }: UpdatePlan, { values, held, after, index }: BoundedUpdate): void {
    const linked = linkedFields(sets);
    this.unit.rows.add(1 + countLinks(linked, held.before) + countLinks(linked, values));
    const units = held.units + unitsOf(values);
    const { record: limit } = this.bounds;
    if (mayBeLarger(units, limit)) checkRecordSize(recordSize(collection.fields, after), limit, index);
    this.unit.answer.add(output, after, units);
  }
}
