import { Injectable } from '@nestjs/common';
import { type EntityManager, type FindOptionsWhere, In } from 'typeorm';
import { RoleStore } from '#application/ports/role-store';
import type { Transaction } from '#application/ports/transactions';
import { type NewUser, UserStore, type UserWithHash } from '#application/ports/user-store';
import type { User } from '#domain/auth/user';
import { GroupEntity } from '../database/entities/group.entity';
import { RoleEntity } from '../database/entities/role.entity';
import { UserEntity } from '../database/entities/user.entity';
import { UserGroupEntity } from '../database/entities/user-group.entity';
import { ReadDataSource } from '../database/reads/read-data-source';
import { managerOf } from '../database/lanes/transaction';
import { insertIfFree } from './insert-if-free';

const FIRST_AUTH_VERSION = 1;
/** Values of one statement; both engines take more. */
const MAX_IN_LIST = 500;

@Injectable()
export class UserStoreService extends UserStore {
  constructor(
    private readonly reads: ReadDataSource,
    private readonly roles: RoleStore,
  ) {
    super();
  }

  override async findById(id: string, tx?: Transaction): Promise<User | null> {
    const found = await this.find(this.manager(tx), { id });
    return found?.user ?? null;
  }

  override findForLogin(accountId: string, emailKey: string): Promise<UserWithHash | null> {
    return this.find(this.reads.manager, { accountId, emailKey, authProvider: 'password' });
  }

  override hasActiveUsers(accountId: string, tx?: Transaction): Promise<boolean> {
    return this.manager(tx).existsBy(UserEntity, { accountId, isActive: true });
  }

  override async insertIfFree(tx: Transaction, user: NewUser): Promise<boolean> {
    return insertIfFree(managerOf(tx), UserEntity, {
      id: user.id,
      accountId: user.accountId,
      email: user.email,
      emailKey: user.emailKey,
      passwordHash: user.passwordHash,
      roleId: await this.roles.getId(tx, user.role),
      isActive: true,
      emailVerified: user.emailVerified,
      emailVerifiedAt: user.emailVerified ? user.createdAt : null,
      authVersion: FIRST_AUTH_VERSION,
      createdAt: user.createdAt,
      updatedAt: user.createdAt,
    });
  }

  override async touchLogin(tx: Transaction, user: User, now: string): Promise<boolean> {
    const unchanged = { id: user.id, authVersion: user.authVersion, isActive: true, emailVerified: true };
    const { affected } = await managerOf(tx).update(UserEntity, unchanged, { lastLogin: now });
    return affected === 1;
  }

  override async markVerified(tx: Transaction, id: string, now: string): Promise<void> {
    const verified = { emailVerified: true, emailVerifiedAt: now, updatedAt: now };
    await managerOf(tx).update(UserEntity, { id }, verified);
  }

  override async setPassword(tx: Transaction, id: string, passwordHash: string, now: string): Promise<void> {
    const changed = { passwordHash, authVersion: () => 'auth_version + 1', updatedAt: now };
    await managerOf(tx).update(UserEntity, { id }, changed);
  }

  override async touchAuthorisation(tx: Transaction, ids: readonly string[], now: string): Promise<void> {
    const manager = managerOf(tx);
    const changed = { authVersion: () => 'auth_version + 1', updatedAt: now };
    for (let start = 0; start < ids.length; start += MAX_IN_LIST) {
      await manager.update(UserEntity, { id: In(ids.slice(start, start + MAX_IN_LIST)) }, changed);
    }
  }

  override async lock(tx: Transaction, id: string): Promise<void> {
    // An update that changes nothing: SQLite has no SELECT … FOR UPDATE, and this locks the row on PostgreSQL just as well.
    await managerOf(tx).update(UserEntity, { id }, { authVersion: () => 'auth_version' });
  }

  private manager(tx: Transaction | undefined): EntityManager {
    return tx ? managerOf(tx) : this.reads.manager;
  }

  private async find(manager: EntityManager, where: FindOptionsWhere<UserEntity>): Promise<UserWithHash | null> {
    const row = await manager.findOneBy(UserEntity, where);
    if (!row) return null;
    const role = await manager.findOneByOrFail(RoleEntity, { id: row.roleId });
    const user: User = {
      id: row.id,
      accountId: row.accountId,
      email: row.email,
      role: role.name,
      groups: await this.groupsOf(manager, row.id),
      isActive: row.isActive,
      emailVerified: row.emailVerified,
      createdAt: row.createdAt,
      lastLogin: row.lastLogin,
      authVersion: row.authVersion,
    };
    return { user, passwordHash: row.passwordHash };
  }

  private async groupsOf(manager: EntityManager, userId: string): Promise<string[]> {
    const rows = await manager
      .createQueryBuilder(UserGroupEntity, 'membership')
      .innerJoin(GroupEntity, 'grp', 'grp.id = membership.groupId')
      .select('grp.name', 'name')
      .where('membership.userId = :userId', { userId })
      .orderBy('grp.name')
      .getRawMany<{ name: string }>();
    return rows.map(({ name }) => name);
  }
}
