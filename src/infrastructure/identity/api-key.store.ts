import { Injectable } from '@nestjs/common';
import { type FindOptionsWhere, IsNull, LessThan, MoreThan } from 'typeorm';
import { type ApiKey, ApiKeyStore } from '#application/ports/api-key-store';
import type { Transaction } from '#application/ports/transactions';
import { ApiKeyEntity } from '../database/entities/api-key.entity';
import { ReadDataSource } from '../database/reads/read-data-source';
import { managerOf } from '../database/lanes/transaction';
import { readScopes } from './read-scopes';

@Injectable()
export class ApiKeyStoreService extends ApiKeyStore {
  constructor(private readonly reads: ReadDataSource) {
    super();
  }

  override async insert(tx: Transaction, key: ApiKey, keyHash: string): Promise<void> {
    const scopes = key.scopes && JSON.stringify(key.scopes);
    await managerOf(tx).insert(ApiKeyEntity, { ...key, scopes, keyHash });
  }

  override countActive(tx: Transaction, userId: string, now: string): Promise<number> {
    const live = { userId, revokedAt: IsNull() };
    return managerOf(tx).countBy(ApiKeyEntity, [
      { ...live, expiresAt: IsNull() },
      { ...live, expiresAt: MoreThan(now) },
    ]);
  }

  override async list(userId: string, skip: number, limit: number): Promise<{ items: ApiKey[]; total: number }> {
    const order = { id: 'DESC' } as const;
    const [rows, total] = await this.reads.manager.findAndCount(ApiKeyEntity, {
      where: { userId },
      order,
      skip,
      take: limit,
    });
    return { items: rows.map(toApiKey), total };
  }

  override async find(userId: string, id: string): Promise<ApiKey | null> {
    const row = await this.reads.manager.findOneBy(ApiKeyEntity, { userId, id });
    return row && toApiKey(row);
  }

  override async revoke(tx: Transaction, userId: string, id: string, now: string): Promise<boolean> {
    const manager = managerOf(tx);
    const live = { userId, id, revokedAt: IsNull() };
    await manager.update(ApiKeyEntity, live, { revokedAt: now, updatedAt: now });
    return manager.existsBy(ApiKeyEntity, { userId, id });
  }

  override async touch(tx: Transaction, id: string, now: string, since: string): Promise<void> {
    const outdated: FindOptionsWhere<ApiKeyEntity>[] = [
      { id, lastUsedAt: IsNull() },
      { id, lastUsedAt: LessThan(since) },
    ];
    await managerOf(tx).createQueryBuilder().update(ApiKeyEntity).set({ lastUsedAt: now }).where(outdated).execute();
  }
}

function toApiKey(row: ApiKeyEntity): ApiKey {
  const { id, accountId, userId, name, last4, createdAt, updatedAt, expiresAt, revokedAt, lastUsedAt } = row;
  const scopes = readScopes(row.scopes);
  return { id, accountId, userId, name, last4, scopes, createdAt, updatedAt, expiresAt, revokedAt, lastUsedAt };
}
