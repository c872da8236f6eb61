import { Injectable } from '@nestjs/common';
import { type FindOptionsWhere, Not } from 'typeorm';
import { type AccountChange, AccountStore } from '#application/ports/account-store';
import type { Transaction } from '#application/ports/transactions';
import type { Account, AccountStatus } from '#domain/accounts/account';
import type { AccountReference } from '#domain/accounts/account-reference';
import { AccountEntity } from '../database/entities/account.entity';
import { UserEntity } from '../database/entities/user.entity';
import { ReadDataSource } from '../database/reads/read-data-source';
import { managerOf } from '../database/lanes/transaction';
import { insertIfFree } from './insert-if-free';

@Injectable()
export class AccountStoreService extends AccountStore {
  constructor(private readonly reads: ReadDataSource) {
    super();
  }

  override find({ by, value }: AccountReference, tx?: Transaction): Promise<Account | null> {
    return this.findOne({ [by]: value, status: 'active' }, tx);
  }

  override findAny({ by, value }: AccountReference, tx?: Transaction): Promise<Account | null> {
    return this.findOne({ [by]: value }, tx);
  }

  override insertIfFree(tx: Transaction, account: Account): Promise<boolean> {
    return insertIfFree(managerOf(tx), AccountEntity, { ...account });
  }

  override update(tx: Transaction, id: string, change: AccountChange, now: string): Promise<boolean> {
    return this.set(tx, id, change, now);
  }

  override markDeleting(tx: Transaction, id: string, now: string): Promise<boolean> {
    return this.set(tx, id, { status: 'deleting' }, now);
  }

  private async set(
    tx: Transaction,
    id: string,
    change: Omit<AccountChange, 'status'> & { readonly status?: AccountStatus },
    now: string,
  ): Promise<boolean> {
    const manager = managerOf(tx);
    const lasting = { id, status: Not('deleting') };
    const { affected } = await manager.update(AccountEntity, lasting, { ...change, updatedAt: now });
    if (affected !== 1) return false;
    // Statements compare this version, so that a status is obeyed by requests that are already under way.
    if (change.status !== undefined) {
      await manager.update(UserEntity, { accountId: id }, { authVersion: () => 'auth_version + 1' });
    }
    return true;
  }

  private findOne(where: FindOptionsWhere<AccountEntity>, tx: Transaction | undefined): Promise<Account | null> {
    return (tx ? managerOf(tx) : this.reads.manager).findOneBy(AccountEntity, where);
  }
}
