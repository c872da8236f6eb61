import { Injectable } from '@nestjs/common';
import {
  type AccountChange,
  type AccountDetail,
  type AccountQuery,
  Accounts,
  type AccountSortKey,
  type AccountSummary,
} from '#application/ports/accounts';
import type { Transaction } from '#application/ports/transactions';
import type { Account, AccountStatus } from '#domain/accounts/account';
import { type OwnQuotas, QUOTAS } from '#domain/accounts/quotas';
import type { AccountReference } from '#domain/accounts/account-reference';
import type { SqlValue } from '#sql/sql-fragment';
import { sqlOf } from '../database/lanes/transaction';
import { ReadPool } from '../database/reads/read-pool';
import type { Row } from '../database/sql-connection';
import { ACCOUNT_COLUMNS, toAccount } from './account-rows';
import { containsPattern } from './contains-pattern';
import { is, moveAuthorisation } from './update-users';

const ACCOUNTS = `SELECT ${ACCOUNT_COLUMNS} FROM accounts a WHERE`;
const BY = { id: 'a.id', accountCode: 'a.account_code', slug: 'a.slug' } as const;

const SUMMARIES =
  `SELECT ${ACCOUNT_COLUMNS}, (SELECT CAST(COUNT(*) AS INTEGER) FROM users u WHERE u.account_id = a.id) AS user_count ` +
  'FROM accounts a';

const sumOf = (column: string): string =>
  `(SELECT CAST(COALESCE(SUM(r.${column}), 0) AS BIGINT) FROM record_counts r WHERE r.account_id = a.id)`;
const DETAIL =
  `SELECT ${ACCOUNT_COLUMNS}, (SELECT CAST(COUNT(*) AS INTEGER) FROM users u WHERE u.account_id = a.id) AS user_count, ` +
  `a.quota_storage, a.quota_records, a.quota_requests, ${sumOf('bytes')} AS storage, ${sumOf('count')} AS records ` +
  'FROM accounts a WHERE a.id = $1';

const ORDER: Readonly<Record<AccountSortKey, string>> = {
  id: 'a.id',
  slug: 'a.slug',
  name: 'a.name',
  created_at: 'a.created_at',
};

const USED = 'record_counts r WHERE r.account_id = $1 AND r.count > 0';
/** Registered before $1, and not made by a superadmin. */
const UNUSED =
  `a.self_registered AND a.status = 'active' AND a.created_at < $1 ` +
  'AND NOT EXISTS (SELECT 1 FROM users u WHERE u.account_id = a.id AND (u.email_verified OR u.last_login IS NOT NULL)) ' +
  'AND NOT EXISTS (SELECT 1 FROM record_counts r WHERE r.account_id = a.id AND r.count > 0)';
const INSERT =
  'INSERT INTO accounts (id, account_code, slug, name, status, locale, created_at, updated_at, self_registered) ' +
  'VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9 = 1) ON CONFLICT DO NOTHING RETURNING id';

/** A page costs two statements, however many accounts are on it. */
@Injectable()
export class SqlAccounts extends Accounts {
  constructor(private readonly pool: ReadPool) {
    super();
  }

  override find(reference: AccountReference, tx?: Transaction): Promise<Account | null> {
    return this.findOne(reference, ` AND a.status = 'active'`, tx);
  }

  override findAny(reference: AccountReference, tx?: Transaction): Promise<Account | null> {
    return this.findOne(reference, '', tx);
  }

  override async findDetail(id: string): Promise<AccountDetail | null> {
    const [[row], used] = await Promise.all([
      this.pool.all(DETAIL, [id]),
      this.pool.all(`SELECT c.name FROM collections c, ${USED} AND c.id = r.collection_id ORDER BY c.name`, [id]),
    ]);
    if (row === undefined) return null;
    const collectionsUsed = used.map(({ name }) => String(name));
    return {
      ...toAccount(row),
      userCount: Number(row['user_count']),
      collectionsUsed,
      quotas: quotasOf(row),
      used: { storage: Number(row['storage']), records: Number(row['records']) },
    };
  }

  override async list(query: AccountQuery): Promise<{ items: AccountSummary[]; total: number }> {
    if (query.statuses.length === 0) return { items: [], total: 0 };
    const { text: where, values } = conditionOf(query);
    const direction = query.descending ? 'DESC' : 'ASC';
    const page = `LIMIT $${values.length + 1} OFFSET $${values.length + 2}`;
    const order = `ORDER BY ${ORDER[query.sortBy]} ${direction}, a.id ${direction}`;
    const [rows, counted] = await Promise.all([
      this.pool.all(`${SUMMARIES} ${where} ${order} ${page}`, [...values, query.limit, query.skip]),
      this.pool.all(`SELECT CAST(COUNT(*) AS INTEGER) AS total FROM accounts a ${where}`, values),
    ]);
    const items = rows.map((row) => ({ ...toAccount(row), userCount: Number(row['user_count']) }));
    return { items, total: Number(counted[0]?.['total']) };
  }

  override async countRecords(accountId: string): Promise<{ records: number; collections: number }> {
    const [row] = await this.pool.all(
      `SELECT CAST(COALESCE(SUM(r.count), 0) AS BIGINT) AS records, CAST(COUNT(*) AS INTEGER) AS collections FROM ${USED}`,
      [accountId],
    );
    return { records: Number(row?.['records']), collections: Number(row?.['collections']) };
  }

  override async insertIfFree(tx: Transaction, account: Account, isSelfRegistered: boolean): Promise<boolean> {
    const { id, accountCode, slug, name, status, locale, createdAt, updatedAt } = account;
    const values = [id, accountCode, slug, name, status, locale, createdAt, updatedAt, isSelfRegistered ? 1 : 0];
    return (await sqlOf(tx).all(INSERT, values)).length === 1;
  }

  override update(tx: Transaction, id: string, change: AccountChange, now: string): Promise<boolean> {
    return changeAccount(tx, id, change, now);
  }

  override async listUnused(end: string, after: string, limit: number): Promise<readonly string[]> {
    const text = `SELECT a.id FROM accounts a WHERE ${UNUSED} AND a.id > $2 ORDER BY a.id LIMIT $3`;
    return (await this.pool.all(text, [end, after, limit])).map(({ id }) => String(id));
  }

  override async markUnused(tx: Transaction, id: string, end: string, now: string): Promise<Account | null> {
    const [row] = await sqlOf(tx).all(`SELECT ${ACCOUNT_COLUMNS} FROM accounts a WHERE ${UNUSED} AND a.id = $2`, [
      end,
      id,
    ]);
    return row !== undefined && (await this.markDeleting(tx, id, now)) ? toAccount(row) : null;
  }

  override markDeleting(tx: Transaction, id: string, now: string): Promise<boolean> {
    return changeAccount(tx, id, { status: 'deleting' }, now);
  }

  private async findOne(
    { by, value }: AccountReference,
    condition: string,
    tx: Transaction | undefined,
  ): Promise<Account | null> {
    const text = `${ACCOUNTS} ${BY[by]} = $1${condition}`;
    const [row] = tx ? await sqlOf(tx).all(text, [value]) : await this.pool.all(text, [value]);
    return row === undefined ? null : toAccount(row);
  }
}

type Change = Omit<AccountChange, 'status'> & { readonly status?: AccountStatus };

async function changeAccount(
  tx: Transaction,
  id: string,
  { quotas = {}, ...change }: Change,
  now: string,
): Promise<boolean> {
  const values: SqlValue[] = [];
  const bind = (value: SqlValue): string => `$${values.push(value)}`;
  const limits = Object.fromEntries(QUOTAS.map((name) => [`quota_${name}`, quotas[name]]));
  const set = Object.entries({ ...change, ...limits, updated_at: now })
    .filter(([, value]) => value !== undefined)
    .map(([column, value]) => `${column} = ${bind(value)}`);
  const where = `WHERE id = ${bind(id)} AND status <> 'deleting' RETURNING id`;
  const rows = await sqlOf(tx).all(`UPDATE accounts SET ${set.join(', ')} ${where}`, values);
  if (rows.length === 0) return false;
  // Statements compare this version, so that a status applies to requests that are already under way.
  if (change.status !== undefined) await moveAuthorisation(tx, [is('account_id', id)]);
  return true;
}

function quotasOf(row: Row): OwnQuotas {
  const numberOf = (value: unknown): number | null => (value === null ? null : Number(value));
  return {
    storage: numberOf(row['quota_storage']),
    records: numberOf(row['quota_records']),
    requests: numberOf(row['quota_requests']),
  };
}

function conditionOf({ statuses, search }: AccountQuery): { text: string; values: string[] } {
  const marks = statuses.map((_, index) => `$${index + 1}`).join(', ');
  const conditions = [`a.status IN (${marks})`];
  const values: string[] = [...statuses];
  if (search !== '') {
    values.push(containsPattern(search));
    const matches = ['name', 'slug', 'account_code'].map(
      (name) => `lower(a.${name}) LIKE $${values.length} ESCAPE '\\'`,
    );
    conditions.push(`(${matches.join(' OR ')})`);
  }
  return { text: `WHERE ${conditions.join(' AND ')}`, values };
}
