import type { CreateCall, CompiledWrite, NewRecord, Planned, RenderedRecord } from '#application/ports/record-store';
import type { FieldCipher } from '#application/ports/field-cipher';
import type { Transaction, Work } from '#application/ports/transactions';
import { timestampOfId } from '#domain/kernel/ids';
import { ownValue } from '#domain/kernel/own-value';
import { actorName, type RequestContext } from '#domain/kernel/request-context';
import type { StoredRecord } from '#domain/records/record-change';
import { recordSize } from '#domain/records/record-size';
import { withBullets, withSecretSizes } from '#domain/records/secret-sizes';
import type { Collection, Field, JsonValue } from '#domain/schema/collection';
import { encryptedFields, linkedFields, storageOf } from '#domain/schema/field-storage';
import { bindStatement } from '#sql/bind';
import { rowJson } from '#sql/row-slots';
import { type SharedStep, SharedSteps, StepRefused } from '../lanes/shared-steps';
import { sqlOf } from '../lanes/transaction';
import type { CompiledCreate } from './compiled-plans';
import type { LinkWriter } from './link-writer';
import { NO_REQUEST } from './no-request';
import type { RecordBounds } from './record-bounds';
import { renderRecords, toRendered } from './render-records';
import { AnswerSize, areSmall, checkRecordSize, makesTexts } from './size-check';
import { UnitBounds } from './unit-bounds';
import { withCiphertexts } from './with-ciphertexts';
import { countLinks, WrittenRows } from './written-rows';

/** Columns that the server sets. `created_at` is the time inside the id. */
type SystemValues = Readonly<
  Record<'id' | 'account_id' | 'created_at' | 'created_by' | 'updated_at' | 'updated_by', string>
>;

export class RecordCreator {
  constructor(
    private readonly links: LinkWriter,
    private readonly bounds: RecordBounds,
    private readonly cipher: FieldCipher,
  ) {}

  /**
   * Creates of different requests that share a commit share the statement, where nothing but this statement is needed. Where the
   * rule asks about records of the collection, each is asked once those before it are written.
   * Throws RECORD_TOO_MANY_ROWS.
   */
  work({ ctx }: Planned, call: CompiledWrite<CreateCall>, alone: boolean): Work<readonly RenderedRecord[]> {
    const { batch } = call;
    const compiled = call.compiled as CompiledCreate;
    const { collection } = compiled.plan;
    const system = call.records.map((record) => systemValues(ctx, record));
    const stored = encrypted(this.cipher, collection, call.records);
    const step = insertStep(compiled, stored, system);
    const records = withSizes(collection, call.records);
    const sizes = records.map(({ values }) => recordSize(collection.fields, values));
    sizes.forEach((bytes, index) => checkRecordSize(bytes, this.bounds.record, batch ? index : undefined));
    const addAnswer = (answer: AnswerSize): void => addTo(answer, compiled, records, system, step.rows);
    const {
      readsOwnRows,
      insert: { rendersLater },
    } = compiled;
    if (rendersLater || makesTexts(compiled.plan.output) || !areSmall(step.rows, this.bounds.answer)) {
      addAnswer(new AnswerSize(this.bounds.answer));
    }
    const insertOf = (shared: SharedStep, from: number, to: number) =>
      new SharedSteps([shared], (tx, [inserted]) => {
        tellCreated(tx, collection, records.slice(from, to), system.slice(from, to), sizes.slice(from, to));
        return inserted!.map(toRendered);
      });
    const linked = linkedFields(collection.fields);
    if (records.length > 1 || linked.length > 0) addRows(new WrittenRows(this.bounds.rows), linked, records);
    const all = records.length;
    if (alone && !rendersLater && !readsOwnRows && linked.length === 0) return insertOf(step, 0, all);
    return async (tx) => {
      const unit = UnitBounds.of(tx, this.bounds);
      if (!alone) {
        addRows(unit.rows, linked, records);
        addAnswer(unit.answer);
      }
      const inserted: RenderedRecord[] = [];
      const size = readsOwnRows ? 1 : all;
      for (let from = 0; from < all; from += size) {
        const to = from + size;
        const part = size === all ? step : insertStep(compiled, stored.slice(from, to), system.slice(from, to));
        inserted.push(...(await insertOf(part, from, to).run(tx).catch(behind(from))));
        await this.links.link(sqlOf(tx), collection.fields, records.slice(from, to));
      }
      if (!rendersLater) return inserted;
      return renderRecords(sqlOf(tx), compiled, records, records[0]!.request, unit.answer);
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

function encrypted(cipher: FieldCipher, { fields }: Collection, records: readonly NewRecord[]): readonly NewRecord[] {
  if (encryptedFields(fields).length === 0) return records;
  return records.map((record) => ({ ...record, values: withCiphertexts(cipher, fields, record, record.values) }));
}

function withSizes({ fields }: Collection, records: readonly NewRecord[]): readonly NewRecord[] {
  if (encryptedFields(fields).length === 0) return records;
  return records.map((record) => ({ ...record, values: withSecretSizes(fields, record.values) }));
}

/** Ids in quotation marks, with commas between them. */
function linkedUnits(linked: readonly Field[], values: NewRecord['values']): number {
  let units = 0;
  for (const { name } of linked) units += JSON.stringify(ownValue(values, name) ?? null).length;
  return units;
}

/** Throws the error with the places of what was left out counted from the first record of the batch. */
function behind(from: number): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof StepRefused)) throw error;
    throw new StepRefused(
      error.step,
      error.refused.map((place) => place + from),
    );
  };
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
    const after = withBullets(collection.fields, stored(collection, system[index]!, values));
    const bytes = sizes[index]!;
    tx.changed({ accountId, collectionId: collection.id, id, op: 'create', before: null, after, bytes });
  }
}

/** Absent values are null, or an empty list of references. */
function stored({ fields }: Collection, system: SystemValues, values: NewRecord['values']): StoredRecord {
  const record: Record<string, JsonValue> = { ...system };
  for (const field of fields) {
    const storage = storageOf(field);
    if (storage === 'none') continue;
    const empty = storage === 'column' ? null : [];
    record[field.name] = ownValue(values, field.name) ?? empty;
  }
  return record;
}
