import { Injectable } from '@nestjs/common';
import { type NewRole, type RoleChanges, RoleStore, type RoleUses } from '#application/ports/role-store';
import type { Transaction } from '#application/ports/transactions';
import type { Role } from '#domain/accounts/role';
import type { SqlValue } from '#sql/sql-fragment';
import { sqlOf } from '../database/lanes/transaction';
import { ReadPool } from '../database/reads/read-pool';
import type { Row } from '../database/sql-connection';
import { textOrNull } from '../database/text-or-null';
import { is, moveAuthorisation } from './update-users';

const ROLES = 'SELECT id, name, description, created_at, updated_at FROM roles';
const NEXT_ID = `UPDATE system_state SET value = value + 1 WHERE name = 'last_role_id' RETURNING value`;
const INSERT = 'INSERT INTO roles (id, name, description, created_at, updated_at) VALUES ($1, $2, $3, $4, $5)';
const COUNT_USES =
  'SELECT (SELECT COUNT(*) FROM users WHERE role_id = $1) AS users, (SELECT COUNT(*) FROM invitations ' +
  'WHERE role_id = $1 AND accepted_at IS NULL AND cancelled_at IS NULL AND expires_at > $2) AS invitations';

@Injectable()
export class SqlRoleStore extends RoleStore {
  constructor(private readonly pool: ReadPool) {
    super();
  }

  override async find(id: number, tx?: Transaction): Promise<Role | null> {
    const [row] = await this.read(`${ROLES} WHERE id = $1`, [id], tx);
    return row === undefined ? null : toRole(row);
  }

  override async list(tx?: Transaction): Promise<Role[]> {
    return (await this.read(`${ROLES} ORDER BY id`, [], tx)).map(toRole);
  }

  override async insert(tx: Transaction, role: NewRole): Promise<Role> {
    // The counter is used and not the highest id: a deleted role's id must not become another role's.
    const [counter] = await sqlOf(tx).all(NEXT_ID);
    const id = Number(counter?.['value']);
    await sqlOf(tx).all(INSERT, [id, role.name, role.description, role.createdAt, role.updatedAt]);
    return { id, ...role };
  }

  override async update(tx: Transaction, id: number, { name, description, updatedAt }: RoleChanges): Promise<void> {
    const sql = sqlOf(tx);
    if (description !== undefined) await sql.all('UPDATE roles SET description = $1 WHERE id = $2', [description, id]);
    if (name !== undefined) {
      await sql.all('UPDATE roles SET name = $1 WHERE id = $2', [name, id]);
      await moveAuthorisation(tx, [is('role_id', id)]);
    }
    await sql.all('UPDATE roles SET updated_at = $1 WHERE id = $2', [updatedAt, id]);
  }

  override async countUses(tx: Transaction, roleId: number, now: string): Promise<RoleUses> {
    const [row] = await sqlOf(tx).all(COUNT_USES, [roleId, now]);
    return { users: Number(row?.['users']), invitations: Number(row?.['invitations']) };
  }

  override async delete(tx: Transaction, id: number): Promise<void> {
    await sqlOf(tx).all('DELETE FROM invitations WHERE role_id = $1', [id]);
    await sqlOf(tx).all('DELETE FROM roles WHERE id = $1', [id]);
  }

  private read(text: string, values: readonly SqlValue[], tx: Transaction | undefined): Promise<Row[]> {
    return (tx ? sqlOf(tx) : this.pool).all(text, values);
  }
}

function toRole(row: Row): Role {
  return {
    id: Number(row['id']),
    name: String(row['name']),
    description: textOrNull(row['description']),
    createdAt: String(row['created_at']),
    updatedAt: String(row['updated_at']),
  };
}
