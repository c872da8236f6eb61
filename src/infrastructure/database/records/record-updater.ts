import type { CompiledWrite, Planned, RenderedRecord, UpdateCall } from '#application/ports/record-store';
import type { Transaction, Work } from '#application/ports/transactions';
import { recordChanged, recordNotFound, recordsTooLarge, ruleFailed } from '#application/records/record-errors';
import { actorName, type RequestContext } from '#domain/kernel/request-context';
import type { StoredRecord } from '#domain/records/record-change';
import { growthOf, recordSize } from '#domain/records/record-size';
import { type BindSources, bindStatement } from '#sql/bind';
import { rowJson } from '#sql/row-slots';
import { linkedFields } from '#domain/schema/field-storage';
import { sqlOf } from '../lanes/transaction';
import type { Row } from '../sql-connection';
import type { CompiledUpdate } from './compiled-plans';
import { type HeldRow, keysJson, toHeldRow } from './held-row';
import type { LinkWriter } from './link-writer';
import { movesUniqueValues } from './moves-unique-values';
import { NO_REQUEST } from './no-request';
import type { RecordBounds } from './record-bounds';
import { renderRecords, toRendered } from './render-records';
import { AnswerSize, checkRecordSize, mayBeLarger, unitsOf } from './size-check';
import { countLinks, WrittenRows } from './written-rows';

/** One update of a unit, with the row that it is about. */
interface Update extends UpdateCall {
  readonly compiled: CompiledUpdate;
  /** Its place in the batch; undefined: there is no batch. */
  readonly index: number | undefined;
}

interface HeldUpdate extends Update {
  readonly held: HeldRow;
  readonly after: StoredRecord;
}

/** Updates rows set by set: those that set the same fields are one statement, whatever their number. */
export class RecordUpdater {
  constructor(
    private readonly links: LinkWriter,
    private readonly bounds: RecordBounds,
  ) {}

  work({ ctx }: Planned, calls: readonly CompiledWrite<UpdateCall>[]): Work<readonly RenderedRecord[]> {
    const updates = calls.map((call, index): Update => {
      return { ...call, compiled: call.compiled as CompiledUpdate, index: calls.length > 1 ? index : undefined };
    });
    return (tx) => new UpdateRun(tx, ctx, this.links, this.bounds).all(updates);
  }
}

/** The updates of one unit. */
class UpdateRun {
  private readonly sql;
  private readonly answer: AnswerSize;
  private readonly counted: WrittenRows;
  private readonly written: Readonly<Record<'updated_at' | 'updated_by', string>>;

  constructor(
    private readonly tx: Transaction,
    ctx: RequestContext,
    private readonly links: LinkWriter,
    private readonly bounds: RecordBounds,
  ) {
    this.sql = sqlOf(tx);
    this.answer = new AnswerSize(bounds.answer);
    this.counted = new WrittenRows(bounds.rows);
    this.written = { updated_at: tx.now, updated_by: actorName(ctx) };
  }

  /**
   * A batch has the effect of its updates one after another. Where running them together would have another effect,
   * because one reads or takes what another has changed, they are run one after another.
   */
  async all(updates: readonly Update[]): Promise<readonly RenderedRecord[]> {
    if (updates.length > 1 && dependOnEachOther(updates)) return this.singly(updates);
    const held = await this.hold(updates);
    if (updates.length > 1 && movesUniqueValues(updates[0]!.compiled.plan.collection, held))
      return this.singly(updates);
    const rendered = new Map<string, RenderedRecord>();
    for (const alike of Map.groupBy(held, ({ compiled }) => compiled).values()) {
      for (const record of await this.set(alike)) rendered.set(record.id, record);
    }
    return updates.map(({ key }) => rendered.get(key.id)!);
  }

  private async singly(updates: readonly Update[]): Promise<readonly RenderedRecord[]> {
    const records: RenderedRecord[] = [];
    for (const update of updates) records.push(...(await this.all([update])));
    return records;
  }

  /** The rows as they are, locked against other writers. */
  private async hold(updates: readonly Update[]): Promise<readonly HeldUpdate[]> {
    const rows = await this.rows(updates[0]!.compiled, keysJson(updates.map(({ key }) => key)), updates.length);
    const found = new Map(rows.map((row) => [row['id'], toHeldRow(row)]));
    const held: HeldUpdate[] = [];
    for (const update of updates) {
      const row = found.get(update.key.id);
      if (row === undefined) throw recordNotFound(update.index);
      if (update.ifMatch?.includes(row.revision) === false) throw await this.refusal(update, recordChanged());
      const after = { ...row.before, ...update.values, ...this.written };
      this.checkSizes(update, row, after);
      held.push({ ...update, held: row, after });
    }
    return held;
  }

  /** Each row may have an equal part of the bound at first; what has more is read when it is known that all fit in it. */
  private async rows({ hold }: CompiledUpdate, keys: string, count: number): Promise<readonly Row[]> {
    const limit = this.bounds.answer;
    const read = (share: number): Promise<readonly Row[]> =>
      this.sql.all(hold.text, bindStatement(hold, { request: NO_REQUEST, parameters: { keys, share } }));
    const rows = await read(Math.floor(limit / count));
    if (rows.every((row) => row['body'] !== null)) return rows;
    let bytes = 0;
    for (const row of rows) bytes += row['weight'] as number;
    if (bytes > limit) throw recordsTooLarge(limit);
    return read(limit);
  }

  private checkSizes({ compiled, values, index }: Update, { units: stored }: HeldRow, after: StoredRecord): void {
    const { collection, output } = compiled.plan;
    const units = stored + unitsOf(values);
    const { record: limit } = this.bounds;
    if (mayBeLarger(units, limit)) checkRecordSize(recordSize(collection.fields, after), limit, index);
    this.answer.add(output, after, units);
  }

  /** All have one plan. */
  private async set(updates: readonly HeldUpdate[]): Promise<readonly RenderedRecord[]> {
    const { plan, update, render } = updates[0]!.compiled;
    const listed = linkedFields(plan.sets);
    for (const { held, values } of updates) {
      this.counted.add(1 + countLinks(listed, held.before) + countLinks(listed, values));
    }
    const rows = updates.map((each) => rowJson(update, this.sourcesOf(each)));
    const parameters = { ...this.written, account: updates[0]!.key.accountId, rows: `[${rows.join(',')}]` };
    const values = bindStatement(update, { request: updates[0]!.request, parameters });
    const written = new Map((await this.sql.all(update.text, values)).map((row) => [row['id'], row]));
    const refused = updates.find(({ key }) => !written.has(key.id));
    if (refused !== undefined) throw await this.refusal(refused, ruleFailed(refused.index));
    for (const { key, held, after } of updates) {
      const { before } = held;
      const bytes = growthOf(plan.sets, before, after);
      this.tx.changed({ ...key, collectionId: plan.collection.id, op: 'update', before, after, bytes });
    }
    const keys = updates.map(({ key }) => key);
    const linked = updates.map(({ key, values: stored }) => ({ ...key, values: stored }));
    await this.links.replace(this.sql, plan.sets, linked);
    if (update.rendersLater) return renderRecords(this.sql, render, keys, updates[0]!.request);
    return keys.map(({ id }) => toRendered(written.get(id)!));
  }

  /** For a caller whom the rule denies the row as it is, the row does not exist. */
  private async refusal(update: Update, otherwise: Error): Promise<Error> {
    const { probe } = update.compiled;
    const [row] = await this.sql.all(probe.text, bindStatement(probe, this.sourcesOf(update)));
    return row === undefined ? recordNotFound(update.index) : otherwise;
  }

  private sourcesOf({ key, values, request }: Update): BindSources {
    const { accountId, id } = key;
    return { request, stored: values, parameters: { ...this.written, account: accountId, account_id: accountId, id } };
  }
}

function dependOnEachOther(updates: readonly Update[]): boolean {
  return (
    new Set(updates.map(({ key }) => key.id)).size < updates.length ||
    updates.some(({ compiled }) => compiled.readsOwnRows)
  );
}
