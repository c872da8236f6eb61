import type { CompiledWrite, Planned, RenderedRecord, UpdateCall } from '#application/ports/record-store';
import type { FieldCipher } from '#application/ports/field-cipher';
import type { Transaction, Work } from '#application/ports/transactions';
import { recordChanged, recordNotFound, ruleFailed } from '#application/records/record-errors';
import { DomainError } from '#domain/kernel/errors';
import { actorName, type RequestContext } from '#domain/kernel/request-context';
import type { StoredRecord } from '#domain/records/record-change';
import { growthOf } from '#domain/records/record-size';
import { withBullets, withSecretSizes } from '#domain/records/secret-sizes';
import { linkedFields } from '#domain/schema/field-storage';
import { type BindSources, bindStatement } from '#sql/bind';
import { rowJson } from '#sql/row-slots';
import { sqlOf } from '../lanes/transaction';
import type { CompiledUpdate } from './compiled-plans';
import { type HeldRow, idsJson } from './held-row';
import { HeldRows } from './held-rows';
import type { LinkWriter } from './link-writer';
import { movesUniqueValues } from './moves-unique-values';
import { NO_REQUEST } from './no-request';
import type { RecordBounds } from './record-bounds';
import { renderRecords, toRendered } from './render-records';
import { UnitBounds } from './unit-bounds';
import { UpdateBounds } from './update-bounds';
import { withCiphertexts } from './with-ciphertexts';

/** One update of a unit, with the row that it is about. */
interface Update extends UpdateCall {
  /** The values as the record is held: sizes in the place of secrets. */
  readonly sized: StoredRecord;
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
    private readonly cipher: FieldCipher,
  ) {}

  work({ ctx }: Planned, calls: readonly CompiledWrite<UpdateCall>[]): Work<readonly RenderedRecord[]> {
    const updates = calls.map((call, index): Update => {
      const { fields } = call.plan.collection;
      return {
        ...call,
        compiled: call.compiled as CompiledUpdate,
        values: withCiphertexts(this.cipher, fields, call.key, call.values),
        sized: withSecretSizes(fields, call.values),
        index: call.batch ? index : undefined,
      };
    });
    return (tx) => new UpdateRun(tx, ctx, this.links, this.bounds).all(updates);
  }
}

/** The updates of one unit. */
class UpdateRun {
  private readonly sql;
  private readonly unit: UnitBounds;
  private readonly limits: UpdateBounds;
  private readonly rows: HeldRows;
  private readonly heldBefore: number;
  private readonly written: Readonly<Record<'updated_at' | 'updated_by', string>>;

  constructor(
    private readonly tx: Transaction,
    private readonly ctx: RequestContext,
    private readonly links: LinkWriter,
    bounds: RecordBounds,
  ) {
    this.sql = sqlOf(tx);
    this.unit = UnitBounds.of(tx, bounds);
    this.limits = new UpdateBounds(bounds, this.unit);
    this.rows = new HeldRows(this.sql, bounds.answer, this.unit);
    this.heldBefore = this.unit.held;
    this.written = { updated_at: tx.now, updated_by: actorName(ctx) };
  }

  /**
   * A batch has the effect of its updates one after another. Where running them together would have another effect,
   * because one reads or takes what another has changed, they are run one after another.
   */
  async all(updates: readonly Update[]): Promise<readonly RenderedRecord[]> {
    if (updates.length > 1 && updates.some(({ compiled }) => compiled.readsOwnRows)) return this.singly(updates);
    const held = await this.hold(updates);
    if (held === null) return this.singly(updates);
    if (updates.length > 1 && movesUniqueValues(updates[0]!.compiled.plan.collection, held))
      return this.singly(updates);
    await this.refusing(held, () => held.forEach((update) => this.limits.add(update.compiled.plan, update)));
    const groups = Map.groupBy(held, ({ compiled }) => compiled);
    if (groups.size === 1) return this.set(held);
    const rendered = new Map<string, RenderedRecord>();
    for (const alike of groups.values()) {
      for (const record of await this.set(alike)) rendered.set(record.id, record);
    }
    return updates.map(({ key }) => rendered.get(key.id)!);
  }

  private async singly(updates: readonly Update[]): Promise<readonly RenderedRecord[]> {
    const records: RenderedRecord[] = [];
    this.unit.held = this.heldBefore;
    for (const update of updates) records.push(...(await this.all([update])));
    return records;
  }

  /** The rows as they are, locked against other writers; null: there are several updates of one row. */
  private async hold(updates: readonly Update[]): Promise<readonly HeldUpdate[] | null> {
    const { compiled, key: first } = updates[0]!;
    const { hold } = compiled;
    const rows: HeldRow[] = [];
    for (const portion of this.rows.portionsOf(hold, updates)) {
      const parameters = { account: first.accountId, ids: idsJson(portion.map(({ key }) => key)) };
      const sources = { request: NO_REQUEST, parameters };
      rows.push(...(await this.refusing(portion, () => this.rows.read(hold, sources, portion.length))));
    }
    const found = new Map(rows.map((row) => [row.id, row]));
    if (found.size < updates.length && new Set(updates.map(({ key }) => key.id)).size < updates.length) return null;
    const held: HeldUpdate[] = [];
    for (const update of updates) {
      const row = found.get(update.key.id);
      if (row === undefined || !hasValues(row.before, update.having)) throw recordNotFound(update.index);
      if (update.ifMatch?.includes(row.revision) === false) throw await this.refusal(update, recordChanged());
      const after = { ...row.before, ...update.sized, ...this.written };
      held.push({ ...update, held: row, after });
    }
    return held;
  }

  /** What is refused for its size tells nobody of rows that they may not change. */
  private async refusing<T>(updates: readonly Update[], work: () => T | Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof DomainError) {
        for (const update of updates) {
          const refusal = await this.refusal(update, error);
          if (refusal !== error) throw refusal;
        }
      }
      throw error;
    }
  }

  /** All have one plan. */
  private async set(updates: readonly HeldUpdate[]): Promise<readonly RenderedRecord[]> {
    const { compiled, request } = updates[0]!;
    const { plan, update } = compiled;
    const rows = updates.map((each) => rowJson(update, this.sourcesOf(each)));
    const parameters = { ...this.written, account: updates[0]!.key.accountId, rows: `[${rows.join(',')}]` };
    const values = bindStatement(update, { request, parameters });
    const written = new Map((await this.sql.all(update.text, values)).map((row) => [row['id'], row]));
    const refused = updates.find(({ key }) => !written.has(key.id));
    if (refused !== undefined) {
      const failed = ruleFailed(this.ctx, plan.collection, 'update', refused.index);
      throw await this.refusal(refused, failed);
    }
    const { id: collectionId, fields } = plan.collection;
    for (const { key, held, after } of updates) {
      const bytes = growthOf(plan.sets, held.before, after);
      const [before, now] = [withBullets(fields, held.before), withBullets(fields, after)];
      const { accountId, id } = key;
      this.tx.changed({ accountId, collectionId, id, op: 'update', before, after: now, bytes });
    }
    if (linkedFields(plan.sets).length > 0) {
      const linked = updates.map(({ key, values: stored }) => ({ ...key, values: stored }));
      await this.links.replace(this.sql, plan.sets, linked);
    }
    if (!update.rendersLater) return updates.map(({ key }) => toRendered(written.get(key.id)!));
    const keys = updates.map(({ key }) => key);
    return renderRecords(this.sql, compiled, keys, request, this.unit.answer);
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

function hasValues(record: StoredRecord, having: StoredRecord = {}): boolean {
  return Object.entries(having).every(([name, value]) => record[name] === value);
}
