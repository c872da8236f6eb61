import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type IssuerUser, IssuerStore, type NewIssuerUser } from '#application/ports/issuer-store';
import { RoleStore } from '#application/ports/role-store';
import type { Session } from '#application/ports/session-store';
import type { Transaction } from '#application/ports/transactions';
import { ADMIN_ROLE } from '#domain/auth/user';
import { SYSTEM_ACCOUNT_ID } from '#domain/kernel/request-context';
import { SessionEntity } from '../database/entities/session.entity';
import { UserEntity } from '../database/entities/user.entity';
import { ReadDataSource } from '../database/reads/read-data-source';
import { managerOf } from '../database/lanes/transaction';
import { insertIfFree } from '../identity/insert-if-free';

const AUTH_PROVIDER = 'platform';
const FIRST_AUTH_VERSION = 1;

@Injectable()
export class IssuerStoreService extends IssuerStore {
  constructor(
    private readonly reads: ReadDataSource,
    private readonly roles: RoleStore,
  ) {
    super();
  }

  override async findUser(subject: string, emailKey: string, tx?: Transaction): Promise<IssuerUser | null> {
    const users = (tx ? managerOf(tx) : this.reads.manager).getRepository(UserEntity);
    const accountId = SYSTEM_ACCOUNT_ID;
    return (
      (await users.findOneBy({ accountId, authProvider: AUTH_PROVIDER, externalId: subject })) ??
      (await users.findOneBy({ accountId, emailKey }))
    );
  }

  override async insertUserIfFree(tx: Transaction, { subject, ...user }: NewIssuerUser): Promise<void> {
    await insertIfFree(managerOf(tx), UserEntity, {
      ...user,
      accountId: SYSTEM_ACCOUNT_ID,
      authProvider: AUTH_PROVIDER,
      externalId: subject,
      roleId: await this.roles.getId(tx, ADMIN_ROLE),
      isActive: true,
      emailVerified: true,
      emailVerifiedAt: user.createdAt,
      authVersion: FIRST_AUTH_VERSION,
      updatedAt: user.createdAt,
    });
  }

  override async insertSessionIfFree(tx: Transaction, session: Session): Promise<void> {
    const manager = managerOf(tx);
    await insertIfFree(manager, SessionEntity, { ...session });
    await forgetEnded(manager, session.userId);
  }
}

/** Every token makes one. Those of logins are left, since their refresh tokens must go first. */
async function forgetEnded(manager: EntityManager, userId: string): Promise<void> {
  await manager
    .createQueryBuilder()
    .delete()
    .from(SessionEntity)
    .where('user_id = :userId AND expires_at < :now', { userId, now: new Date().toISOString() })
    .andWhere('NOT EXISTS (SELECT 1 FROM refresh_tokens t WHERE t.session_id = sessions.id)')
    .execute();
}
