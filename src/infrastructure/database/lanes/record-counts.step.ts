import { SYSTEM_ACCOUNT_ID } from '#domain/kernel/request-context';
import type { ChangeSummary, RecordChange } from '#domain/records/record-change';
import { compileCountChanges, KEPT_ANSWERS } from '#sql/compile-counts';
import type { Dialect } from '#sql/dialect/dialect';
import type { Row, SqlConnection } from '../sql-connection';
import { type CommitStep, NO_REFUSALS, type Refusals } from './commit-step';
import type { DoneUnit } from './lane-unit';
import { type Growth, NO_QUOTAS, QuotaCheck, type StoredQuotas } from './quota-check';
import { accountOf } from './unit-account';
import type { MovedVersion, VersionWatch } from './version-watch';

interface CountChange {
  readonly account: string;
  readonly collection: string;
  records: number;
  bytes: number;
}

const DELTAS: Readonly<Record<RecordChange['op'], number>> = { create: 1, update: 0, delete: -1 };

/**
 * Keeps the exact number of records of each account and collection with their bytes, and a version that grows with every
 * change: even where no record is added or removed, a count under a condition may now differ. Refuses what goes beyond a
 * quota, and tells which versions have moved.
 */
export class RecordCountsStep implements CommitStep {
  private readonly text: string;
  private readonly quotas: QuotaCheck;

  constructor(
    dialect: Dialect,
    private readonly watch: VersionWatch,
    defaults: StoredQuotas = NO_QUOTAS,
  ) {
    this.text = compileCountChanges(dialect).text;
    this.quotas = new QuotaCheck(dialect, defaults);
  }

  async run(sql: SqlConnection, done: readonly DoneUnit[]): Promise<Refusals> {
    const counts = new Counts();
    for (const unit of done) counts.addUnit(unit);
    if (counts.all.length === 0) return NO_REFUSALS;
    const rows = await sql.all(this.text, [JSON.stringify(counts.all)]);
    const refusals = await this.refusals(sql, counts, rows);
    if (refusals.size === 0) await this.watch.moved(sql, done, rows.map(toMovedVersion));
    return refusals;
  }

  private async refusals(sql: SqlConnection, { growing }: Counts, rows: readonly Row[]): Promise<Refusals> {
    if (growing.size === 0) return NO_REFUSALS;
    if (this.quotas.limitsAll) return this.quotas.run(sql, growing);
    const limited = rows.filter((row) => row['limited']).flatMap((row) => String(row['account_id']));
    if (limited.length === 0) return NO_REFUSALS;
    const ids = new Set(limited);
    return this.quotas.run(sql, new Map([...growing].filter(([id]) => ids.has(id))));
  }
}

function toMovedVersion(row: Row): MovedVersion {
  return {
    accountId: row['account_id'] as string,
    collectionId: row['collection_id'] as string,
    version: Number(row['version']),
  };
}

class Counts {
  readonly all: CountChange[] = [];
  /** What the units add that add something, by account. */
  readonly growing = new Map<string, Growth>();
  private readonly byKey = new Map<string, CountChange>();

  addUnit({ queued, tx }: DoneUnit): void {
    let records = 0;
    let bytes = 0;
    for (const change of tx.changes) {
      const delta = DELTAS[change.op];
      this.add(change, delta, change.bytes);
      records += delta;
      bytes += change.bytes;
    }
    for (const summary of tx.summaries) {
      // The counts of a dropped collection go with it.
      if (summary.op === 'drop') continue;
      const delta = summary.op === 'erase' ? -summary.count : 0;
      this.add(summary, delta, summary.bytes);
      records += delta;
      bytes += summary.bytes;
    }
    const own = accountOf(queued.unit);
    for (const [accountId, kept] of tx.kept) {
      this.add({ accountId, collectionId: KEPT_ANSWERS }, 0, kept);
      if (accountId === own) bytes += kept;
    }
    // A schema change is an operator's, whatever the accounts have; so is the system account.
    if (!queued.alone && own !== SYSTEM_ACCOUNT_ID && (records > 0 || bytes > 0)) this.grow(own, records, bytes);
  }

  private grow(accountId: string, records: number, bytes: number): void {
    const known = this.growing.get(accountId) ?? NO_QUOTAS;
    this.growing.set(accountId, {
      records: known.records + Math.max(0, records),
      storage: known.storage + Math.max(0, bytes),
    });
  }

  private add(
    { accountId, collectionId }: Pick<ChangeSummary, 'accountId' | 'collectionId'>,
    records: number,
    bytes: number,
  ): void {
    const key = accountId + collectionId;
    const known = this.byKey.get(key);
    if (known !== undefined) {
      known.records += records;
      known.bytes += bytes;
      return;
    }
    const count = { account: accountId, collection: collectionId, records, bytes };
    this.byKey.set(key, count);
    this.all.push(count);
  }
}
