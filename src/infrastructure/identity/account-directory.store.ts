import { Injectable } from '@nestjs/common';
import {
  type AccountDetail,
  AccountDirectory,
  type AccountQuery,
  type AccountSortKey,
  type AccountSummary,
} from '#application/ports/account-directory';
import type { AccountStatus } from '#domain/accounts/account';
import { containsPattern } from './contains-pattern';
import { ReadPool } from '../database/reads/read-pool';
import type { Row } from '../database/sql-connection';

const ACCOUNT =
  'a.id, a.account_code, a.slug, a.name, a.status, a.locale, a.created_at, a.updated_at, ' +
  '(SELECT CAST(COUNT(*) AS INTEGER) FROM users u WHERE u.account_id = a.id) AS user_count';
const ORDER: Readonly<Record<AccountSortKey, string>> = {
  id: 'a.id',
  slug: 'a.slug',
  name: 'a.name',
  created_at: 'a.created_at',
};
const USED = 'record_counts r WHERE r.account_id = $1 AND r.count > 0';

/** Statements of its own rather than the ORM's, so that a page costs two, however many accounts are on it. */
@Injectable()
export class AccountDirectoryStore extends AccountDirectory {
  constructor(private readonly pool: ReadPool) {
    super();
  }

  override async list(query: AccountQuery): Promise<{ items: AccountSummary[]; total: number }> {
    if (query.statuses.length === 0) return { items: [], total: 0 };
    const { text: where, values } = conditionOf(query);
    const direction = query.descending ? 'DESC' : 'ASC';
    const page = `LIMIT $${values.length + 1} OFFSET $${values.length + 2}`;
    const [rows, counted] = await Promise.all([
      this.pool.all(
        `SELECT ${ACCOUNT} FROM accounts a ${where} ORDER BY ${ORDER[query.sortBy]} ${direction}, a.id ${direction} ${page}`,
        [...values, query.limit, query.skip],
      ),
      this.pool.all(`SELECT CAST(COUNT(*) AS INTEGER) AS total FROM accounts a ${where}`, values),
    ]);
    return { items: rows.map(toAccount), total: Number(counted[0]?.['total']) };
  }

  override async find(id: string): Promise<AccountDetail | null> {
    const [[row], used] = await Promise.all([
      this.pool.all(`SELECT ${ACCOUNT} FROM accounts a WHERE a.id = $1`, [id]),
      this.pool.all(`SELECT c.name FROM collections c, ${USED} AND c.id = r.collection_id ORDER BY c.name`, [id]),
    ]);
    return row === undefined ? null : { ...toAccount(row), collectionsUsed: used.map(({ name }) => String(name)) };
  }

  override async countRecords(accountId: string): Promise<{ records: number; collections: number }> {
    const [row] = await this.pool.all(
      `SELECT CAST(COALESCE(SUM(r.count), 0) AS BIGINT) AS records, CAST(COUNT(*) AS INTEGER) AS collections FROM ${USED}`,
      [accountId],
    );
    return { records: Number(row?.['records']), collections: Number(row?.['collections']) };
  }
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

function toAccount(row: Row): AccountSummary {
  return {
    id: String(row['id']),
    accountCode: String(row['account_code']),
    slug: String(row['slug']),
    name: String(row['name']),
    status: row['status'] as AccountStatus,
    locale: String(row['locale']),
    createdAt: String(row['created_at']),
    updatedAt: String(row['updated_at']),
    userCount: Number(row['user_count']),
  };
}
