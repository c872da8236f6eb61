import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A one-time right to create the first superadmin, stored as its SHA-256 in hex. */
@Entity({ name: 'setup_tokens' })
export class SetupTokenEntity {
  @PrimaryColumn({ type: 'varchar', name: 'token_hash' })
  tokenHash: string;

  @Column({ type: 'varchar', name: 'created_at' })
  createdAt: string;

  @Column({ type: 'varchar', name: 'expires_at' })
  expiresAt: string;
}
