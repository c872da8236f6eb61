import { Injectable } from '@nestjs/common';
import { AccountStore } from '#application/ports/account-store';
import type { Transaction } from '#application/ports/unit-of-work';
import type { Account } from '#domain/accounts/account';
import type { AccountReference } from '#domain/accounts/account-reference';
import { AccountEntity } from '../database/entities/account.entity';
import { ReadDataSource } from '../database/read-data-source';
import { managerOf } from '../database/transaction';
import { insertIfFree } from './insert-if-free';

@Injectable()
export class AccountStoreService extends AccountStore {
  constructor(private readonly reads: ReadDataSource) {
    super();
  }

  override find({ by, value }: AccountReference, tx?: Transaction): Promise<Account | null> {
    const manager = tx ? managerOf(tx) : this.reads.manager;
    return manager.findOneBy(AccountEntity, { [by]: value });
  }

  override insertIfFree(tx: Transaction, account: Account): Promise<boolean> {
    return insertIfFree(managerOf(tx), AccountEntity, { ...account });
  }
}
