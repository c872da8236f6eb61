import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The answer that a write with an Idempotency-Key got; a repetition of the request gets it too. */
@Entity({ name: 'idempotency_keys' })
export class IdempotencyKeyEntity {
  @PrimaryColumn({ type: 'varchar', name: 'account_id' })
  accountId: string;

  @PrimaryColumn({ type: 'varchar' })
  actor: string;

  @PrimaryColumn({ type: 'varchar' })
  key: string;

  @Column({ type: 'varchar', name: 'request_hash' })
  requestHash: string;

  @Column({ type: 'text' })
  body: string;

  @Column({ type: 'varchar', name: 'created_at' })
  createdAt: string;
}
