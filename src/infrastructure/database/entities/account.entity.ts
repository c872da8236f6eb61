import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AccountStatus } from '#domain/accounts/account';

/** A tenant. Ids, codes and slugs are unique over the whole server. */
@Entity({ name: 'accounts' })
export class AccountEntity {
  @PrimaryColumn({ type: 'varchar' })
  id: string;

  @Column({ type: 'varchar', name: 'account_code' })
  accountCode: string;

  @Column({ type: 'varchar' })
  slug: string;

  @Column({ type: 'varchar' })
  name: string;

  @Column({ type: 'varchar', default: 'active' })
  status: AccountStatus;

  @Column({ type: 'varchar', default: 'en' })
  locale: string;

  @Column({ type: 'varchar', name: 'created_at' })
  createdAt: string;

  @Column({ type: 'varchar', name: 'updated_at' })
  updatedAt: string;
}
