import type { Quotas } from '#domain/accounts/quotas';
import { DomainError } from '#domain/kernel/errors';
import { compileTakeAccounts, compileUse } from '#sql/compile-counts';
import type { Dialect } from '#sql/dialect/dialect';
import type { Row, SqlConnection } from '../sql-connection';
import { NO_REFUSALS, type Refusals } from './commit-step';

/** What the commit counts; 0: any number. */
export type StoredQuotas = Pick<Quotas, 'storage' | 'records'>;

export const NO_QUOTAS: StoredQuotas = { storage: 0, records: 0 };

/** What units add to an account; nothing where they take away as much. */
export type Growth = StoredQuotas;

/** Compares what accounts have with what they may have, in the transaction that has just added to it. */
export class QuotaCheck {
  readonly limitsAll: boolean;
  private readonly take: string | undefined;
  private readonly use: string;

  constructor(
    dialect: Dialect,
    /** Of accounts that have none of their own. */
    private readonly defaults: StoredQuotas,
  ) {
    this.limitsAll = defaults.records > 0 || defaults.storage > 0;
    this.take = compileTakeAccounts(dialect)?.text;
    this.use = compileUse(dialect).text;
  }

  /** Only what grows is compared, so that an account that has too much can still get smaller. */
  async run(sql: SqlConnection, growing: ReadonlyMap<string, Growth>): Promise<Refusals> {
    if (growing.size === 0) return NO_REFUSALS;
    const ids = [JSON.stringify([...growing.keys()])];
    // By a statement of its own: the next one then sees what the others have committed meanwhile.
    if (this.take !== undefined) await sql.all(this.take, ids);
    const refusals = new Map<string, Error>();
    for (const row of await sql.all(this.use, ids)) {
      const id = String(row['id']);
      const refusal = this.refusal('records', row, growing.get(id)!) ?? this.refusal('storage', row, growing.get(id)!);
      if (refusal !== null) refusals.set(id, refusal);
    }
    return refusals;
  }

  private refusal(quota: keyof StoredQuotas, row: Row, growth: Growth): DomainError | null {
    const limit = Number(row[`quota_${quota}`] ?? this.defaults[quota]);
    const total = Number(row[quota]);
    if (growth[quota] <= 0 || limit === 0 || total <= limit) return null;
    return quotaExceeded(quota, limit, total - growth[quota]);
  }
}

function quotaExceeded(quota: keyof StoredQuotas, limit: number, used: number): DomainError {
  const what = quota === 'records' ? `${limit} records` : `${limit} bytes of records and kept answers`;
  return new DomainError('QUOTA_EXCEEDED', 'forbidden', `The account may have ${what} and has ${used}`, {
    hint: 'Delete records, or ask an operator for more.',
    body: { quota, limit, used },
  });
}
