import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigintAsNumber } from './bigint-as-number';

/** How many records a collection has in an account, exact; `version` grows with every commit that changed any of them. */
@Entity({ name: 'record_counts' })
export class RecordCountEntity {
  @PrimaryColumn({ type: 'varchar', name: 'account_id' })
  accountId: string;

  @PrimaryColumn({ type: 'varchar', name: 'collection_id' })
  collectionId: string;

  @Column({ type: 'bigint', transformer: bigintAsNumber })
  count: number;

  @Column({ type: 'bigint', transformer: bigintAsNumber })
  version: number;
}
