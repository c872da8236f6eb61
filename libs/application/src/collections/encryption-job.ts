/**
 * The work behind encryption that was turned on or off, and behind a new key. It goes through the records piece by piece, each piece a
 * unit of its own that changes nothing but where the value is kept. After an interruption at any point it begins anew, and
 * passes over what is done.
 */
import type { Clock } from '#domain/kernel/clock';
import { notAudited } from '#domain/kernel/act';
import { systemContext } from '#domain/kernel/request-context';
import { plaintextOf, valueOfPlaintext } from '#domain/records/ciphertext';
import type { Catalog } from '#domain/schema/catalog';
import type { EncryptedField } from '#domain/schema/field-storage';
import type { Units } from '../kernel/units';
import type { Catalogs } from '../ports/catalogs';
import type { CollectionStore } from '../ports/collection-store';
import { type FieldCipher, SecretUnreadable } from '../ports/field-cipher';
import type { JobHandler, RunningJob } from '../ports/job-queue';
import type { RecordKey } from '../ports/record-store';
import type { MovedSecret, ScannedRecord, SecretColumns, SecretField, StoredSecret } from '../ports/secret-columns';
import { StaleExpectation } from '../ports/stale-expectation';
import { findSecretField, isSettled, SETTLE_ENCRYPTION } from './encryption-state';
import type { SettleEncryption } from './settle-encryption';

/** Records whose keys are looked at in one statement. */
const SCANNED = 1000;
/** Values that are moved in one unit, which other writes of the account wait for. */
const PIECE_VALUES = 250;
const PIECE_BYTES = 1024 * 1024;
const REPORT_EVERY_MS = 500;
const FIRST: RecordKey = { accountId: '', id: '' };

const MOVING = notAudited('Where a value is kept is nothing that its readers could tell.');

/** One run of the job. */
interface Run {
  readonly job: RunningJob;
  /** Behind it nothing is looked at again: whoever writes since the job was queued writes to the right column. */
  position: RecordKey;
  checked: number;
  moved: number;
  failed: number;
  /** Why the last one failed. */
  reason: string;
  reportedAt: number;
}

export class EncryptionJob implements JobHandler {
  readonly name = SETTLE_ENCRYPTION;

  constructor(
    private readonly columns: SecretColumns,
    private readonly catalogs: Catalogs,
    private readonly store: CollectionStore,
    private readonly settling: SettleEncryption,
    private readonly units: Units,
    private readonly cipher: FieldCipher,
    private readonly clock: Clock,
  ) {}

  async run(job: RunningJob): Promise<void> {
    const run: Run = { job, position: FIRST, checked: 0, moved: 0, failed: 0, reason: '', reportedAt: 0 };
    for (let isDone = false; !isDone;) {
      const catalog = await this.catalogs.refresh();
      const of = this.placeOf(catalog, job);
      if (of === null) return;
      isDone = await this.attempt(run, catalog, of);
    }
  }

  /** null: it is done, or another job has taken over since encryption was turned on or off again. */
  private placeOf(catalog: Catalog, { id, payload }: RunningJob): SecretField | null {
    const { collection_id, field_id } = payload as { readonly collection_id: string; readonly field_id: string };
    const of = findSecretField(catalog, collection_id, field_id);
    return of === null || of.field.encryption.job !== id || isSettled(of.field, this.cipher) ? null : of;
  }

  /** False where the schema has changed meanwhile. */
  private async attempt(run: Run, catalog: Catalog, of: SecretField): Promise<boolean> {
    try {
      await this.moveAll(run, catalog, of);
      await this.report(run, of, 0);
      if (run.failed > 0) throw new Error(failureOf(run, of));
      if (await this.settling.finish(run.job.id, of)) return true;
      run.position = FIRST;
      return false;
    } catch (error) {
      if (error instanceof StaleExpectation) return false;
      if ((await this.catalogs.refresh()).revision !== catalog.revision) return false;
      throw error;
    }
  }

  private async moveAll(run: Run, catalog: Catalog, of: SecretField): Promise<void> {
    const keyId = this.cipher.keyId ?? '';
    for (;;) {
      const records = await this.columns.scan(of, run.position, keyId, SCANNED);
      for (const piece of piecesOf(records)) {
        run.job.signal.throwIfAborted();
        await this.move(run, catalog, of, piece);
        await this.report(run, of, REPORT_EVERY_MS);
      }
      const last = records.at(-1);
      if (last !== undefined) run.position = last;
      run.checked += records.length;
      await this.report(run, of, REPORT_EVERY_MS);
      if (records.length < SCANNED) return;
    }
  }

  /** Values are encrypted before the unit, so that nobody waits for it. */
  private async move(run: Run, catalog: Catalog, of: SecretField, piece: readonly ScannedRecord[]): Promise<void> {
    const { accountId } = piece[0]!;
    const ids = piece.map(({ id }) => id);
    const moved: MovedSecret[] = [];
    for (const [id, before] of await this.columns.read(of, accountId, ids)) {
      const after = this.settled(run, of.field, { accountId, id }, before);
      if (after !== null) moved.push({ id, before, ...after });
    }
    if (moved.length === 0) return;
    const ctx = systemContext(SETTLE_ENCRYPTION, accountId, run.job.id);
    const work = (tx: Parameters<SecretColumns['move']>[0]) => this.columns.move(tx, of, accountId, moved);
    run.moved += await this.units.run(ctx, MOVING, work, catalog.revision);
  }

  /** null: the value cannot be read, and stays as it is. */
  private settled(
    run: Run,
    field: EncryptedField,
    { accountId, id }: RecordKey,
    secret: StoredSecret,
  ): StoredSecret | null {
    const place = { accountId, recordId: id, fieldId: field.id };
    try {
      const { encrypted, plain } = secret;
      const value = encrypted === null ? plain : valueOfPlaintext(field, this.cipher.decrypt(encrypted, place));
      if (value === null || !field.encryption.isOn) return { encrypted: null, plain: value };
      return { encrypted: this.cipher.encrypt(plaintextOf(field, value), place), plain: null };
    } catch (error) {
      if (!(error instanceof SecretUnreadable)) throw error;
      run.failed += 1;
      run.reason = error.message;
      return null;
    }
  }

  /** Unless the last report is not so long ago. */
  private async report(run: Run, { collection }: SecretField, every: number): Promise<void> {
    const now = this.clock.now();
    if (now - run.reportedAt < every) return;
    run.reportedAt = now;
    const records = (await this.store.recordCounts()).get(collection.id) ?? 0;
    const { moved, failed, checked } = run;
    await run.job.report({ values_moved: moved, values_failed: failed, records_checked: checked, records });
  }
}

/** Neighbours of one account whose values are to be moved: few enough, and not too heavy together. */
function* piecesOf(records: readonly ScannedRecord[]): Generator<readonly ScannedRecord[]> {
  let piece: ScannedRecord[] = [];
  let bytes = 0;
  for (const record of records) {
    if (record.bytes === null) continue;
    const isFull = piece.length === PIECE_VALUES || bytes + record.bytes > PIECE_BYTES;
    if (piece.length > 0 && (isFull || piece[0]!.accountId !== record.accountId)) {
      yield piece;
      piece = [];
      bytes = 0;
    }
    piece.push(record);
    bytes += record.bytes;
  }
  if (piece.length > 0) yield piece;
}

function failureOf({ failed, reason }: Run, { collection, field }: SecretField): string {
  const values = failed === 1 ? '1 value' : `${failed} values`;
  return `${values} of '${field.name}' of '${collection.name}' cannot be decrypted: ${reason}`;
}
