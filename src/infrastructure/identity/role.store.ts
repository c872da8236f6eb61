import { Injectable } from '@nestjs/common';
import { RoleStore } from '#application/ports/role-store';
import type { Transaction } from '#application/ports/unit-of-work';
import { RoleEntity } from '../database/entities/role.entity';
import { managerOf } from '../database/transaction';

@Injectable()
export class RoleStoreService extends RoleStore {
  override async getId(tx: Transaction, name: string): Promise<number> {
    const role = await managerOf(tx).findOneBy(RoleEntity, { name });
    if (!role) throw new Error(`The role ${name} is missing in the database`);
    return role.id;
  }
}
