import { Injectable } from '@nestjs/common';
import type { Transaction } from '#application/ports/transactions';
import {
  type UserChanges,
  type UserDetails,
  UserDirectory,
  type UserFilter,
  type UserOrder,
  type UserSort,
} from '#application/ports/user-directory';
import type { SqlValue } from '#sql/sql-fragment';
import { containsPattern } from './contains-pattern';
import { UserEntity } from '../database/entities/user.entity';
import { ReadPool } from '../database/reads/read-pool';
import type { Row } from '../database/sql-connection';
import { managerOf, sqlOf } from '../database/lanes/transaction';

/** Every column but the password's hash. */
const COLUMNS = [
  'id',
  'account_id',
  'email',
  'email_key',
  'role_id',
  'is_active',
  'email_verified',
  'email_verified_at',
  'first_name',
  'last_name',
  'avatar_url',
  'auth_provider',
  'external_id',
  'auth_version',
  'created_at',
  'updated_at',
  'last_login',
].map((column) => `u.${column}`);

/** Missing values come first on both engines. */
const SORT_KEYS: Readonly<Record<UserSort, string>> = {
  id: 'u.id',
  // Ids are made in the order of time, and there is an index on them for each account.
  created_at: 'u.id',
  updated_at: 'u.updated_at',
  email: 'u.email_key',
  first_name: `COALESCE(u.first_name, '')`,
  last_name: `COALESCE(u.last_name, '')`,
  last_login: `COALESCE(u.last_login, '')`,
};

const NAME = `COALESCE(u.first_name, '') || ' ' || COALESCE(u.last_name, '')`;

const ADDRESS_IS_FREE =
  'NOT EXISTS (SELECT 1 FROM users other ' +
  'WHERE other.account_id = users.account_id AND other.email_key = :key AND other.id <> users.id)';

interface Selection {
  /** Begins with WHERE, or is empty. */
  readonly where: string;
  readonly values: readonly SqlValue[];
}

/** Over prepared statements: a page, with everything that is shown of its users, is one statement and its total another. */
@Injectable()
export class UserDirectoryService extends UserDirectory {
  constructor(private readonly pool: ReadPool) {
    super();
  }

  override async list(
    filter: UserFilter,
    order: UserOrder,
    skip: number,
    limit: number,
  ): Promise<{ items: UserDetails[]; total: number }> {
    const { where, values } = selectionOf(filter);
    const sort = orderText(order);
    const bounds = `${sort} LIMIT $${values.length + 1} OFFSET $${values.length + 2}`;
    const [rows, counted] = await Promise.all([
      this.pool.all(detailsText(`${where} ${bounds}`, sort), [...values, limit, skip], filter.accountId),
      this.pool.all(`SELECT COUNT(*) AS total FROM users u ${where}`, values, filter.accountId),
    ]);
    return { items: toDetails(rows), total: Number(counted[0]?.['total']) };
  }

  override async find(id: string, tx?: Transaction): Promise<UserDetails | null> {
    const text = detailsText('WHERE u.id = $1', 'ORDER BY u.id');
    const rows = tx ? await sqlOf(tx).all(text, [id]) : await this.pool.all(text, [id]);
    return toDetails(rows)[0] ?? null;
  }

  override async update(tx: Transaction, id: string, changes: UserChanges, now: string): Promise<boolean> {
    const { address, ...columns } = changes;
    const query = managerOf(tx)
      .createQueryBuilder()
      .update(UserEntity)
      .set({
        ...columns,
        ...(address && { email: address.email, emailKey: address.key }),
        ...(changes.emailVerified === false && { emailVerifiedAt: null }),
        ...(decidesRights(changes) && { authVersion: () => 'auth_version + 1' }),
        updatedAt: now,
      })
      .where({ id });
    if (address) query.andWhere(ADDRESS_IS_FREE, { key: address.key });
    const { affected } = await query.execute();
    return affected === 1;
  }
}

/** Rules and tokens name the address too. */
function decidesRights({ address, roleId, isActive }: UserChanges): boolean {
  return address !== undefined || roleId !== undefined || isActive !== undefined;
}

function selectionOf({ accountId, roleId, isActive, search }: UserFilter): Selection {
  const conditions: string[] = [];
  const values: SqlValue[] = [];
  const bound = (value: SqlValue): string => `$${values.push(value)}`;
  if (accountId !== undefined) conditions.push(`u.account_id = ${bound(accountId)}`);
  if (roleId !== undefined) conditions.push(`u.role_id = ${bound(roleId)}`);
  if (isActive !== undefined) conditions.push(isActive ? 'u.is_active' : 'NOT u.is_active');
  if (search !== undefined) {
    const part = search.normalize('NFC');
    // Keys of addresses are in lower case throughout, names only as far as both engines know how.
    const ofAddress = `u.email_key LIKE ${bound(containsPattern(part.toLowerCase()))} ESCAPE '\\'`;
    const ofName = `LOWER(${NAME}) LIKE ${bound(containsPattern(part))} ESCAPE '\\'`;
    conditions.push(`(${ofAddress} OR ${ofName})`);
  }
  return { where: conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`, values };
}

function orderText({ by, descending }: UserOrder): string {
  const direction = descending ? 'DESC' : 'ASC';
  const key = SORT_KEYS[by];
  return `ORDER BY ${key} ${direction}${key === 'u.id' ? '' : `, u.id ${direction}`}`;
}

/** `selection`: which users, one row for each of their groups then. */
function detailsText(selection: string, order: string): string {
  return (
    `SELECT ${COLUMNS.join(', ')}, a.account_code, a.name AS account_name, r.name AS role, g.name AS group_name ` +
    `FROM (SELECT ${COLUMNS.join(', ')} FROM users u ${selection}) u ` +
    'JOIN accounts a ON a.id = u.account_id JOIN roles r ON r.id = u.role_id ' +
    'LEFT JOIN users_groups m ON m.user_id = u.id LEFT JOIN "groups" g ON g.id = m.group_id ' +
    `${order}, g.name`
  );
}

/** Rows of one user follow each other. */
function toDetails(rows: readonly Row[]): UserDetails[] {
  const users = new Map<string, { readonly row: Row; readonly groups: string[] }>();
  for (const row of rows) {
    const id = String(row['id']);
    const user = users.get(id) ?? { row, groups: [] };
    const group = textOrNull(row['group_name']);
    if (group !== null) user.groups.push(group);
    users.set(id, user);
  }
  return Array.from(users.values(), ({ row, groups }) => toUser(row, groups));
}

function toUser(row: Row, groups: readonly string[]): UserDetails {
  return {
    id: String(row['id']),
    accountId: String(row['account_id']),
    accountCode: String(row['account_code']),
    accountName: String(row['account_name']),
    email: String(row['email']),
    role: String(row['role']),
    roleId: Number(row['role_id']),
    groups,
    isActive: Boolean(row['is_active']),
    emailVerified: Boolean(row['email_verified']),
    emailVerifiedAt: textOrNull(row['email_verified_at']),
    firstName: textOrNull(row['first_name']),
    lastName: textOrNull(row['last_name']),
    avatarUrl: textOrNull(row['avatar_url']),
    authProvider: String(row['auth_provider']),
    externalId: textOrNull(row['external_id']),
    authVersion: Number(row['auth_version']),
    createdAt: String(row['created_at']),
    updatedAt: String(row['updated_at']),
    lastLogin: textOrNull(row['last_login']),
  };
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
