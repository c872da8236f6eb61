import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import {
  type Group,
  type GroupMember,
  type GroupQuery,
  GroupStore,
  type NewGroup,
} from '#application/ports/group-store';
import type { Transaction } from '#application/ports/transactions';
import type { SqlValue } from '#sql/sql-fragment';
import { containsPattern } from './contains-pattern';
import { GroupEntity } from '../database/entities/group.entity';
import { UserGroupEntity } from '../database/entities/user-group.entity';
import { ReadPool } from '../database/reads/read-pool';
import type { Row } from '../database/sql-connection';
import { managerOf, sqlOf } from '../database/lanes/transaction';
import { insertIfFree } from './insert-if-free';

const COLUMNS =
  'g.id, g.account_id, a.account_code, g.name, g.description, g.created_at, g.updated_at, ' +
  '(SELECT count(*) FROM users_groups m WHERE m.group_id = g.id) AS member_count';
const FROM = '"groups" g JOIN accounts a ON a.id = g.account_id';
const MEMBERS =
  'SELECT u.id, u.email, r.name AS role, u.first_name, u.last_name, u.is_active FROM users_groups m ' +
  'JOIN users u ON u.id = m.user_id JOIN roles r ON r.id = u.role_id ' +
  'WHERE m.group_id = $1 ORDER BY u.email_key, u.id LIMIT $2';
// The user is looked for in the group's account only: a foreign one is not refused here, it is not found.
const ADD_MEMBER =
  'INSERT INTO users_groups (user_id, group_id) SELECT u.id, g.id FROM "groups" g ' +
  'JOIN users u ON u.account_id = g.account_id WHERE g.id = $1 AND u.id = $2 ' +
  'ON CONFLICT DO NOTHING RETURNING user_id';

@Injectable()
export class GroupStoreService extends GroupStore {
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

  override insertIfFree(tx: Transaction, group: NewGroup): Promise<boolean> {
    return insertIfFree(managerOf(tx), GroupEntity, { ...group });
  }

  override async hold(tx: Transaction, accountId: string | null, id: string, now: string): Promise<NewGroup | null> {
    const manager = managerOf(tx);
    const where = accountId === null ? { id } : { id, accountId };
    await manager.update(GroupEntity, where, { updatedAt: now });
    return manager.findOneBy(GroupEntity, where);
  }

  override count(tx: Transaction, accountId: string, ids: readonly string[]): Promise<number> {
    return managerOf(tx).countBy(GroupEntity, { accountId, id: In(ids) });
  }

  override isNameTaken(tx: Transaction, accountId: string, name: string): Promise<boolean> {
    return managerOf(tx).existsBy(GroupEntity, { accountId, name });
  }

  override async update(
    tx: Transaction,
    id: string,
    changes: Partial<Pick<Group, 'name' | 'description'>>,
  ): Promise<void> {
    await managerOf(tx).update(GroupEntity, { id }, changes);
  }

  override async delete(tx: Transaction, id: string): Promise<void> {
    await managerOf(tx).delete(UserGroupEntity, { groupId: id });
    await managerOf(tx).delete(GroupEntity, { id });
  }

  override async listMemberIds(tx: Transaction, id: string): Promise<string[]> {
    const rows = await managerOf(tx).findBy(UserGroupEntity, { groupId: id });
    return rows.map(({ userId }) => userId);
  }

  override isMember(tx: Transaction, id: string, userId: string): Promise<boolean> {
    return managerOf(tx).existsBy(UserGroupEntity, { groupId: id, userId });
  }

  override async addMember(tx: Transaction, id: string, userId: string): Promise<boolean> {
    return (await sqlOf(tx).all(ADD_MEMBER, [id, userId])).length === 1;
  }

  override async removeMember(tx: Transaction, id: string, userId: string): Promise<boolean> {
    const { affected } = await managerOf(tx).delete(UserGroupEntity, { groupId: id, userId });
    return affected === 1;
  }
}

function toGroup(row: Row): Group {
  return {
    id: String(row['id']),
    accountId: String(row['account_id']),
    accountCode: String(row['account_code']),
    name: String(row['name']),
    description: textOrNull(row['description']),
    memberCount: Number(row['member_count']),
    createdAt: String(row['created_at']),
    updatedAt: String(row['updated_at']),
  };
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
