import type { CreateCall, CompiledWrite, NewRecord, Planned, RenderedRecord } from '#application/ports/record-store';
import type { Transaction, Work } from '#application/ports/transactions';
import { timestampOfId } from '#domain/kernel/ids';
import { ownValue } from '#domain/kernel/own-value';
import { actorName, type RequestContext } from '#domain/kernel/request-context';
import type { StoredRecord } from '#domain/records/record-change';
import { recordSize } from '#domain/records/record-size';
import type { Collection, Field, JsonValue } from '#domain/schema/collection';
import { linkedFields, storageOf } from '#domain/schema/field-storage';
import { bindStatement } from '#sql/bind';
import { rowJson } from '#sql/row-slots';
import { type SharedStep, SharedSteps } from '../lanes/shared-steps';
import { sqlOf } from '../lanes/transaction';
import type { CompiledCreate } from './compiled-plans';
import type { LinkWriter } from './link-writer';
import { NO_REQUEST } from './no-request';
import type { RecordBounds } from './record-bounds';
import { renderRecords, toRendered } from './render-records';
import { AnswerSize, areSmall, checkRecordSize } from './size-check';
import { UnitBounds } from './unit-bounds';
import { countLinks, WrittenRows } from './written-rows';

/** Columns that the server sets. `created_at` is the time inside the id. */
type SystemValues = Readonly<
  Record<'id' | 'account_id' | 'created_at' | 'created_by' | 'updated_at' | 'updated_by', string>
>;

export class RecordCreator {
  constructor(
    private readonly links: LinkWriter,
    private readonly bounds: RecordBounds,
  ) {}

  /**
   * Creates of different requests that share a commit share the statement, where nothing but this statement is needed.
   * Throws RECORD_TOO_MANY_ROWS.
   */
  work({ ctx }: Planned, call: CompiledWrite<CreateCall>, alone: boolean): Work<readonly RenderedRecord[]> {
    const { records, batch } = call;
    const compiled = call.compiled as CompiledCreate;
    const { collection } = compiled.plan;
    const system = records.map((record) => systemValues(ctx, record));
    const step = insertStep(compiled, records, system);
    const sizes = records.map(({ values }) => recordSize(collection.fields, values));
    sizes.forEach((bytes, index) => checkRecordSize(bytes, this.bounds.record, batch ? index : undefined));
    const addAnswer = (answer: AnswerSize): void => addTo(answer, compiled, records, system, step.rows);
    const { rendersLater } = compiled.insert;
    if (rendersLater || !areSmall(step.rows, this.bounds.answer)) addAnswer(new AnswerSize(this.bounds.answer));
    const insert = new SharedSteps([step], (tx, [inserted]) => {
      tellCreated(tx, collection, records, system, sizes);
      return inserted!.map(toRendered);
    });
    const linked = linkedFields(collection.fields);
    if (records.length > 1 || linked.length > 0) addRows(new WrittenRows(this.bounds.rows), linked, records);
    if (alone && !rendersLater && linked.length === 0) return insert;
    return async (tx) => {
      if (!alone) {
        const unit = UnitBounds.of(tx, this.bounds);
        addRows(unit.rows, linked, records);
        addAnswer(unit.answer);
      }
      const inserted = await insert.run(tx);
      await this.links.link(sqlOf(tx), collection.fields, records);
      return rendersLater ? renderRecords(sqlOf(tx), compiled.render, records, NO_REQUEST) : inserted;
    };
  }
}

function addRows(written: WrittenRows, linked: readonly Field[], records: readonly NewRecord[]): void {
  for (const { values } of records) written.add(1 + countLinks(linked, values));
}

/** `rows`: each record as it comes to the database, which is no shorter than the JSON of its values. */
function addTo(
  answer: AnswerSize,
  { plan: { collection, output } }: CompiledCreate,
  records: readonly NewRecord[],
  system: readonly SystemValues[],
  rows: readonly string[],
): void {
  const linked = linkedFields(collection.fields);
  for (let index = 0; index < records.length; index += 1) {
    const { values } = records[index]!;
    answer.add(output, { ...system[index]!, ...values }, rows[index]!.length + linkedUnits(linked, values));
  }
}

/** Ids in quotation marks, with commas between them. */
function linkedUnits(linked: readonly Field[], values: NewRecord['values']): number {
  let units = 0;
  for (const { name } of linked) units += JSON.stringify(ownValue(values, name) ?? null).length;
  return units;
}

function insertStep(
  { insert }: CompiledCreate,
  records: readonly NewRecord[],
  system: readonly SystemValues[],
): SharedStep {
  return {
    text: insert.text,
    bind: (rows) => bindStatement(insert, { request: NO_REQUEST, parameters: { rows } }),
    rows: records.map(({ request, values }, index) =>
      rowJson(insert, { request, stored: values, parameters: system[index]! }),
    ),
    ids: records.map(({ id }) => id),
  };
}

function systemValues(ctx: RequestContext, { id, accountId }: NewRecord): SystemValues {
  const time = timestampOfId(id);
  const actor = actorName(ctx);
  return { id, account_id: accountId, created_at: time, created_by: actor, updated_at: time, updated_by: actor };
}

function tellCreated(
  tx: Transaction,
  collection: Collection,
  records: readonly NewRecord[],
  system: readonly SystemValues[],
  sizes: readonly number[],
): void {
  for (let index = 0; index < records.length; index += 1) {
    const { accountId, id, values } = records[index]!;
    const after = stored(collection, system[index]!, values);
    const bytes = sizes[index]!;
    tx.changed({ accountId, collectionId: collection.id, id, op: 'create', before: null, after, bytes });
  }
}

/** Absent values are null, or an empty list of references. */
function stored({ fields }: Collection, system: SystemValues, values: NewRecord['values']): StoredRecord {
  const record: Record<string, JsonValue> = { ...system };
  for (const field of fields) {
    const empty = storageOf(field) === 'column' ? null : [];
    record[field.name] = ownValue(values, field.name) ?? empty;
  }
  return record;
}
