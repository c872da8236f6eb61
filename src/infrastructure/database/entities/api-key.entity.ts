import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An API key, stored as its SHA-256 in hex. */
@Entity({ name: 'api_keys' })
export class ApiKeyEntity {
  @PrimaryColumn({ type: 'varchar' })
  id: string;

  @Column({ type: 'varchar', name: 'account_id' })
  accountId: string;

  @Column({ type: 'varchar', name: 'user_id' })
  userId: string;

  @Column({ type: 'varchar' })
  name: string;

  @Column({ type: 'varchar', name: 'key_hash' })
  keyHash: string;

  @Column({ type: 'varchar' })
  last4: string;

  /** A JSON list; null: everything that the owner may. */
  @Column({ type: 'text', nullable: true })
  scopes: string | null;

  @Column({ type: 'varchar', name: 'created_at' })
  createdAt: string;

  @Column({ type: 'varchar', name: 'updated_at' })
  updatedAt: string;

  @Column({ type: 'varchar', name: 'expires_at', nullable: true })
  expiresAt: string | null;

  @Column({ type: 'varchar', name: 'revoked_at', nullable: true })
  revokedAt: string | null;

  @Column({ type: 'varchar', name: 'last_used_at', nullable: true })
  lastUsedAt: string | null;
}
