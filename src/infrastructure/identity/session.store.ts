import { Injectable } from '@nestjs/common';
import { IsNull, LessThan, MoreThan, Not } from 'typeorm';
import {
  type EarlierSessions,
  type RefreshToken,
  type Session,
  type SessionPage,
  SessionStore,
  type StoredRefreshToken,
} from '#application/ports/session-store';
import type { Transaction } from '#application/ports/transactions';
import type { Client } from '#domain/kernel/request-context';
import { RefreshTokenEntity } from '../database/entities/refresh-token.entity';
import { SessionEntity } from '../database/entities/session.entity';
import { ReadDataSource } from '../database/reads/read-data-source';
import { managerOf } from '../database/lanes/transaction';

@Injectable()
export class SessionStoreService extends SessionStore {
  constructor(private readonly reads: ReadDataSource) {
    super();
  }

  override async insert(tx: Transaction, session: Session): Promise<void> {
    const manager = managerOf(tx);
    await manager
      .createQueryBuilder()
      .delete()
      .from(RefreshTokenEntity)
      .where('session_id IN (SELECT s.id FROM sessions s WHERE s.user_id = :userId AND s.expires_at < :now)', {
        userId: session.userId,
        now: session.createdAt,
      })
      .execute();
    await manager.delete(SessionEntity, { userId: session.userId, expiresAt: LessThan(session.createdAt) });
    await manager.insert(SessionEntity, toRow(session));
  }

  override async insertRefreshToken(tx: Transaction, token: RefreshToken): Promise<void> {
    const manager = managerOf(tx);
    const ended = { sessionId: token.sessionId, expiresAt: LessThan(token.createdAt) };
    await manager.delete(RefreshTokenEntity, ended);
    await manager.insert(RefreshTokenEntity, { ...token });
    await manager.update(SessionEntity, { id: token.sessionId }, { expiresAt: token.expiresAt });
  }

  override async findRefreshToken(id: string): Promise<StoredRefreshToken | null> {
    const token = await this.reads.manager.findOneBy(RefreshTokenEntity, { id });
    const session = token && (await this.reads.manager.findOneBy(SessionEntity, { id: token.sessionId }));
    return session && Object.assign(token, { session: { ...toSession(session), revokedAt: session.revokedAt } });
  }

  override async useRefreshToken(tx: Transaction, id: string, now: string): Promise<boolean> {
    const { affected } = await managerOf(tx)
      .createQueryBuilder()
      .update(RefreshTokenEntity)
      .set({ usedAt: now })
      .where({ id, usedAt: IsNull() })
      .andWhere('EXISTS (SELECT 1 FROM sessions s WHERE s.id = session_id AND s.revoked_at IS NULL)')
      .execute();
    return affected === 1;
  }

  override async listLive(userId: string, now: string, skip: number, limit: number): Promise<SessionPage> {
    const where = { userId, revokedAt: IsNull(), expiresAt: MoreThan(now) };
    const order = { id: 'DESC' } as const;
    const [items, total] = await this.reads.manager.findAndCount(SessionEntity, { where, order, skip, take: limit });
    return { items: items.map(toSession), total };
  }

  override async findEarlier(tx: Transaction, userId: string, device: Client): Promise<EarlierSessions> {
    const manager = managerOf(tx);
    const same = { userId, ip: device.address ?? IsNull(), userAgent: device.userAgent ?? IsNull() };
    if (await manager.existsBy(SessionEntity, same)) return 'known';
    return (await manager.existsBy(SessionEntity, { userId })) ? 'others' : 'none';
  }

  override async revoke(tx: Transaction, sessionId: string, now: string): Promise<void> {
    await managerOf(tx).update(SessionEntity, { id: sessionId, revokedAt: IsNull() }, { revokedAt: now });
  }

  override async revokeOwn(tx: Transaction, userId: string, sessionId: string, now: string): Promise<boolean> {
    const live = { id: sessionId, userId, revokedAt: IsNull(), expiresAt: MoreThan(now) };
    const { affected } = await managerOf(tx).update(SessionEntity, live, { revokedAt: now });
    return affected === 1;
  }

  override async revokeAllOfUser(tx: Transaction, userId: string, now: string, except?: string): Promise<void> {
    const live = { userId, revokedAt: IsNull(), ...(except === undefined ? {} : { id: Not(except) }) };
    await managerOf(tx).update(SessionEntity, live, { revokedAt: now });
  }
}

function toRow({ address, ...session }: Session): Omit<SessionEntity, 'revokedAt'> {
  return { ...session, ip: address };
}

function toSession({ ip, id, accountId, userId, userAgent, createdAt, expiresAt }: SessionEntity): Session {
  return { id, accountId, userId, address: ip, userAgent, createdAt, expiresAt };
}
