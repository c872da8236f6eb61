import { Injectable } from '@nestjs/common';
import { MoreThan } from 'typeorm';
import { SetupStore } from '#application/ports/setup-store';
import type { Transaction } from '#application/ports/transactions';
import { SetupTokenEntity } from '../database/entities/setup-token.entity';
import { ReadDataSource } from '../database/reads/read-data-source';
import { managerOf } from '../database/lanes/transaction';

@Injectable()
export class SetupStoreService extends SetupStore {
  constructor(private readonly reads: ReadDataSource) {
    super();
  }

  override async replace(tx: Transaction, tokenHash: string, createdAt: string, expiresAt: string): Promise<void> {
    await this.clear(tx);
    await managerOf(tx).insert(SetupTokenEntity, { tokenHash, createdAt, expiresAt });
  }

  override isValid(tokenHash: string, now: string): Promise<boolean> {
    return this.reads.manager.existsBy(SetupTokenEntity, { tokenHash, expiresAt: MoreThan(now) });
  }

  override async consume(tx: Transaction, tokenHash: string, now: string): Promise<boolean> {
    const { affected } = await managerOf(tx).delete(SetupTokenEntity, { tokenHash, expiresAt: MoreThan(now) });
    return affected === 1;
  }

  override async clear(tx: Transaction): Promise<void> {
    await managerOf(tx).createQueryBuilder().delete().from(SetupTokenEntity).execute();
  }
}
