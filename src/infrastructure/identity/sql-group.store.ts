import { Injectable } from '@nestjs/common';
import {
  type Group,
  type GroupMember,
  type GroupQuery,
  GroupStore,
  type NewGroup,
} from '#application/ports/group-store';
import type { Transaction } from '#application/ports/transactions';
import { compareText } from '#domain/rules/text-order';
import type { SqlValue } from '#sql/sql-fragment';
import { containsPattern } from './contains-pattern';
import { ReadPool } from '../database/reads/read-pool';
import type { Row } from '../database/sql-connection';
import { textOrNull } from '../database/text-or-null';
import { sqlOf } from '../database/lanes/transaction';

const COLUMNS =
  'g.id, g.account_id, a.account_code, g.name, g.description, g.created_at, g.updated_at, ' +
  '(SELECT count(*) FROM users_groups m WHERE m.group_id = g.id) AS member_count';
const FROM = '"groups" g JOIN accounts a ON a.id = g.account_id';
const MEMBERS =
  'SELECT u.id, u.email, r.name AS role, u.first_name, u.last_name, u.is_active FROM users_groups m ' +
  'JOIN users u ON u.id = m.user_id JOIN roles r ON r.id = u.role_id ' +
  'WHERE m.group_id = $1 ORDER BY u.email_key, u.id LIMIT $2';
// The user is looked for in the group's account only: a user of another account is not refused here, but not found.
const ADD_MEMBER =
  'INSERT INTO users_groups (user_id, group_id) SELECT u.id, g.id FROM "groups" g ' +
  'JOIN users u ON u.account_id = g.account_id WHERE g.id = $1 AND u.id = $2 ' +
  'ON CONFLICT DO NOTHING RETURNING user_id';
const INSERT =
  'INSERT INTO "groups" (id, account_id, name, description, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6) ' +
  'ON CONFLICT DO NOTHING RETURNING id';
const HOLD = 'UPDATE "groups" SET updated_at = $1';
const RETURNING_GROUP = 'RETURNING id, account_id, name, description, created_at, updated_at';

@Injectable()
export class SqlGroupStore extends GroupStore {
  constructor(private readonly pool: ReadPool) {
    super();
  }

  override async list(
    accountId: string | null,
    { search, skip, limit }: GroupQuery,
  ): Promise<{ items: Group[]; total: number }> {
    const values: SqlValue[] = [];
    const bind = (value: SqlValue): string => `$${values.push(value)}`;
    const conditions = accountId === null ? [] : [`g.account_id = ${bind(accountId)}`];
    if (search !== '') {
      const pattern = bind(containsPattern(search));
      const matches = (column: string): string => `lower(${column}) LIKE ${pattern} ESCAPE '\\'`;
      conditions.push(`(${matches('g.name')} OR ${matches('g.description')})`);
    }
    const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
    const [count] = await this.pool.all(`SELECT count(*) AS total FROM ${FROM}${where}`, [...values]);
    const text = `SELECT ${COLUMNS} FROM ${FROM}${where} ORDER BY g.name, g.id LIMIT ${bind(limit)} OFFSET ${bind(skip)}`;
    const rows = await this.pool.all(text, values);
    return { items: rows.map(toGroup), total: Number(count?.['total'] ?? 0) };
  }

  override async find(accountId: string | null, id: string): Promise<Group | null> {
    const [scope, values] = accountId === null ? ['', [id]] : [' AND g.account_id = $2', [id, accountId]];
    const [row] = await this.pool.all(`SELECT ${COLUMNS} FROM ${FROM} WHERE g.id = $1${scope}`, values);
    return row === undefined ? null : toGroup(row);
  }

  override async listMembers(id: string, limit: number): Promise<GroupMember[]> {
    const rows = await this.pool.all(MEMBERS, [id, limit]);
    return rows.map((row) => ({
      id: String(row['id']),
      email: String(row['email']),
      role: String(row['role']),
      firstName: textOrNull(row['first_name']),
      lastName: textOrNull(row['last_name']),
      isActive: Boolean(row['is_active']),
    }));
  }

  override async insertIfFree(tx: Transaction, group: NewGroup): Promise<boolean> {
    const { id, accountId, name, description, createdAt, updatedAt } = group;
    return (await sqlOf(tx).all(INSERT, [id, accountId, name, description, createdAt, updatedAt])).length === 1;
  }

  override async hold(tx: Transaction, accountId: string | null, id: string, now: string): Promise<NewGroup | null> {
    const [scope, values] = accountId === null ? ['', [now, id]] : [' AND account_id = $3', [now, id, accountId]];
    const [row] = await sqlOf(tx).all(`${HOLD} WHERE id = $2${scope} ${RETURNING_GROUP}`, values);
    return row === undefined ? null : toNewGroup(row);
  }

  override async count(tx: Transaction, accountId: string, ids: readonly string[]): Promise<number> {
    if (ids.length === 0) return 0;
    const marks = ids.map((_, index) => `$${index + 2}`).join(', ');
    const text = `SELECT id FROM "groups" WHERE account_id = $1 AND id IN (${marks})`;
    return (await sqlOf(tx).all(text, [accountId, ...ids])).length;
  }

  override async isNameTaken(tx: Transaction, accountId: string, name: string): Promise<boolean> {
    return (
      (await sqlOf(tx).all('SELECT id FROM "groups" WHERE account_id = $1 AND name = $2', [accountId, name])).length > 0
    );
  }

  override async update(
    tx: Transaction,
    id: string,
    changes: Partial<Pick<Group, 'name' | 'description'>>,
  ): Promise<void> {
    const values: SqlValue[] = [];
    const set = Object.entries(changes).map(([column, value]) => `${column} = $${values.push(value)}`);
    await sqlOf(tx).all(`UPDATE "groups" SET ${set.join(', ')} WHERE id = $${values.push(id)}`, values);
  }

  override async delete(tx: Transaction, id: string): Promise<void> {
    await sqlOf(tx).all('DELETE FROM users_groups WHERE group_id = $1', [id]);
    await sqlOf(tx).all('DELETE FROM "groups" WHERE id = $1', [id]);
  }

  override async listMemberIds(tx: Transaction, id: string): Promise<string[]> {
    const rows = await sqlOf(tx).all('SELECT user_id FROM users_groups WHERE group_id = $1', [id]);
    return rows.map((row) => String(row['user_id']));
  }

  override async isMember(tx: Transaction, id: string, userId: string): Promise<boolean> {
    const text = 'SELECT user_id FROM users_groups WHERE group_id = $1 AND user_id = $2';
    return (await sqlOf(tx).all(text, [id, userId])).length > 0;
  }

  override async addMember(tx: Transaction, id: string, userId: string): Promise<boolean> {
    return (await sqlOf(tx).all(ADD_MEMBER, [id, userId])).length === 1;
  }

  override async addToAll(
    tx: Transaction,
    accountId: string,
    ids: readonly string[],
    userId: string,
    now: string,
  ): Promise<string[]> {
    const marks = ids.map((_, index) => `$${index + 3}`).join(', ');
    const some = `account_id = $2 AND id IN (${marks})`;
    const held = await sqlOf(tx).all(`${HOLD} WHERE ${some} RETURNING name`, [now, accountId, ...ids]);
    const join = `INSERT INTO users_groups (user_id, group_id) SELECT $1, id FROM "groups" WHERE ${some}`;
    await sqlOf(tx).all(join, [userId, accountId, ...ids]);
    return held.map((row) => String(row['name'])).toSorted(compareText);
  }

  override async removeMember(tx: Transaction, id: string, userId: string): Promise<boolean> {
    const text = 'DELETE FROM users_groups WHERE group_id = $1 AND user_id = $2 RETURNING user_id';
    return (await sqlOf(tx).all(text, [id, userId])).length === 1;
  }
}

function toNewGroup(row: Row): NewGroup {
  return {
    id: String(row['id']),
    accountId: String(row['account_id']),
    name: String(row['name']),
    description: textOrNull(row['description']),
    createdAt: String(row['created_at']),
    updatedAt: String(row['updated_at']),
  };
}

function toGroup(row: Row): Group {
  return { ...toNewGroup(row), accountCode: String(row['account_code']), memberCount: Number(row['member_count']) };
}
