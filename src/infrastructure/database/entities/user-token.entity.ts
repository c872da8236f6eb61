import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A single-use secret that was sent to a user, stored as its SHA-256 in hex. */
@Entity({ name: 'user_tokens' })
export class UserTokenEntity {
  @PrimaryColumn({ type: 'varchar' })
  id: string;

  @Column({ type: 'varchar', name: 'user_id' })
  userId: string;

  @Column({ type: 'varchar' })
  purpose: string;

  @Column({ type: 'varchar', name: 'token_hash' })
  tokenHash: string;

  @Column({ type: 'varchar' })
  email: string;

  @Column({ type: 'varchar', name: 'email_key' })
  emailKey: string;

  @Column({ type: 'varchar', name: 'created_at' })
  createdAt: string;

  @Column({ type: 'varchar', name: 'expires_at' })
  expiresAt: string;
}
