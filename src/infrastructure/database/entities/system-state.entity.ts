import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigintAsNumber } from './bigint-as-number';

/** Numbers of the whole database, by name: `schema_revision` grows with every schema change, `last_role_id` with every role. */
@Entity({ name: 'system_state' })
export class SystemStateEntity {
  @PrimaryColumn({ type: 'varchar' })
  name: string;

  @Column({ type: 'bigint', transformer: bigintAsNumber })
  value: number;
}
