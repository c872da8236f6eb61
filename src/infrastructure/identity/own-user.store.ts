import { Injectable } from '@nestjs/common';
import type { FindOptionsWhere } from 'typeorm';
import type { QueryDeepPartialEntity } from 'typeorm/query-builder/QueryPartialEntity';
import { type AddressedUser, OwnUserStore, type Profile, type UserReference } from '#application/ports/own-user-store';
import type { Transaction } from '#application/ports/transactions';
import type { EmailAddress } from '#domain/auth/email-address';
import { UserEntity } from '../database/entities/user.entity';
import { ReadDataSource } from '../database/reads/read-data-source';
import { managerOf } from '../database/lanes/transaction';

type UserChanges = QueryDeepPartialEntity<UserEntity>;

/** Who signs in with a password; everybody else does so at an issuer that we trust. */
const WITH_PASSWORD = { isActive: true, authProvider: 'password' } as const;
const NEXT_VERSION = { authVersion: () => 'auth_version + 1' } as const;

@Injectable()
export class OwnUserStoreService extends OwnUserStore {
  constructor(private readonly reads: ReadDataSource) {
    super();
  }

  override async findProfile(userId: string): Promise<Profile | null> {
    const row = await this.reads.manager.findOneBy(UserEntity, { id: userId });
    return row && { firstName: row.firstName, lastName: row.lastName, avatarUrl: row.avatarUrl };
  }

  override async findPasswordHash(userId: string): Promise<string | null> {
    const row = await this.reads.manager.findOneBy(UserEntity, { id: userId, ...WITH_PASSWORD });
    return row?.passwordHash ?? null;
  }

  override async findForReset(accountId: string, emailKey: string): Promise<UserReference | null> {
    const row = await this.reads.manager.findOneBy(UserEntity, { accountId, emailKey, ...WITH_PASSWORD });
    return row && { id: row.id, accountId };
  }

  override async findUnverified(accountId: string | null, emailKey: string, limit: number): Promise<UserReference[]> {
    const rows = await this.reads.manager.find(UserEntity, {
      select: { id: true, accountId: true },
      where: { emailKey, isActive: true, emailVerified: false, ...(accountId === null ? {} : { accountId }) },
      order: { id: 'DESC' },
      take: limit,
    });
    return rows.map((row) => ({ id: row.id, accountId: row.accountId }));
  }

  override async updateProfile(tx: Transaction, userId: string, changes: Partial<Profile>, now: string): Promise<void> {
    await update(tx, { id: userId }, { ...changes, updatedAt: now });
  }

  override changePassword(tx: Transaction, userId: string, from: string, to: string, now: string): Promise<boolean> {
    const where = { id: userId, passwordHash: from, ...WITH_PASSWORD };
    return update(tx, where, { passwordHash: to, updatedAt: now, ...NEXT_VERSION });
  }

  override resetPassword(
    tx: Transaction,
    { userId, emailKey }: AddressedUser,
    passwordHash: string,
    now: string,
  ): Promise<boolean> {
    const where = { id: userId, emailKey, ...WITH_PASSWORD };
    return update(tx, where, { passwordHash, ...verified(now), ...NEXT_VERSION });
  }

  override verifyAddress(tx: Transaction, { userId, emailKey }: AddressedUser, now: string): Promise<boolean> {
    return update(tx, { id: userId, emailKey, isActive: true }, verified(now));
  }

  override async changeAddress(
    tx: Transaction,
    userId: string,
    { email, key }: EmailAddress,
    now: string,
  ): Promise<boolean> {
    const { affected } = await managerOf(tx)
      .createQueryBuilder()
      .update(UserEntity)
      .set({ email, emailKey: key, ...verified(now), ...NEXT_VERSION })
      .where({ id: userId, isActive: true })
      .andWhere(
        'NOT EXISTS (SELECT 1 FROM users other WHERE other.account_id = users.account_id AND other.email_key = :key)',
        { key },
      )
      .execute();
    return affected === 1;
  }
}

function verified(now: string): UserChanges {
  return { emailVerified: true, emailVerifiedAt: now, updatedAt: now };
}

async function update(tx: Transaction, where: FindOptionsWhere<UserEntity>, changes: UserChanges): Promise<boolean> {
  const { affected } = await managerOf(tx).update(UserEntity, where, changes);
  return affected === 1;
}
