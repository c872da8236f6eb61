import { Injectable } from '@nestjs/common';
import { IsNull, MoreThan } from 'typeorm';
import { type NewRole, type RoleChanges, RoleStore, type RoleUses } from '#application/ports/role-store';
import type { Transaction } from '#application/ports/transactions';
import type { Role } from '#domain/accounts/role';
import { InvitationEntity } from '../database/entities/invitation.entity';
import { RoleEntity } from '../database/entities/role.entity';
import { SystemStateEntity } from '../database/entities/system-state.entity';
import { UserEntity } from '../database/entities/user.entity';
import { ReadDataSource } from '../database/reads/read-data-source';
import { managerOf } from '../database/lanes/transaction';

const LAST_ID = { name: 'last_role_id' } as const;

@Injectable()
export class RoleStoreService extends RoleStore {
  constructor(private readonly reads: ReadDataSource) {
    super();
  }

  override async getId(tx: Transaction, name: string): Promise<number> {
    const role = await managerOf(tx).findOneBy(RoleEntity, { name });
    if (!role) throw new Error(`The role ${name} is missing in the database`);
    return role.id;
  }

  override async find(id: number, tx?: Transaction): Promise<Role | null> {
    const row = await this.manager(tx).findOneBy(RoleEntity, { id });
    return row && toRole(row);
  }

  override async list(tx?: Transaction): Promise<Role[]> {
    const rows = await this.manager(tx).find(RoleEntity, { order: { id: 'ASC' } });
    return rows.map(toRole);
  }

  override async insert(tx: Transaction, role: NewRole): Promise<Role> {
    const manager = managerOf(tx);
    // The counter and not the highest id: a deleted role's id must not become another role's.
    await manager.increment(SystemStateEntity, LAST_ID, 'value', 1);
    const { value: id } = await manager.findOneByOrFail(SystemStateEntity, LAST_ID);
    await manager.insert(RoleEntity, { id, ...role });
    return { id, ...role };
  }

  override async update(tx: Transaction, id: number, changes: RoleChanges): Promise<void> {
    const manager = managerOf(tx);
    await manager.update(RoleEntity, { id }, changes);
    if (changes.name === undefined) return;
    await manager.update(UserEntity, { roleId: id }, { authVersion: () => 'auth_version + 1' });
  }

  override async countUses(tx: Transaction, roleId: number, now: string): Promise<RoleUses> {
    const manager = managerOf(tx);
    const open = { roleId, acceptedAt: IsNull(), cancelledAt: IsNull(), expiresAt: MoreThan(now) };
    return {
      users: await manager.countBy(UserEntity, { roleId }),
      invitations: await manager.countBy(InvitationEntity, open),
    };
  }

  override async delete(tx: Transaction, id: number): Promise<void> {
    const manager = managerOf(tx);
    await manager.delete(InvitationEntity, { roleId: id });
    await manager.delete(RoleEntity, { id });
  }

  private manager(tx: Transaction | undefined): ReadDataSource['manager'] {
    return tx ? managerOf(tx) : this.reads.manager;
  }
}

function toRole({ id, name, description, createdAt, updatedAt }: RoleEntity): Role {
  return { id, name, description, createdAt, updatedAt };
}
