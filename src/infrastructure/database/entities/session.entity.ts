import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A login. Access tokens name it; revoking it ends them all. */
@Entity({ name: 'sessions' })
export class SessionEntity {
  @PrimaryColumn({ type: 'varchar' })
  id: string;

  @Column({ type: 'varchar', name: 'account_id' })
  accountId: string;

  @Column({ type: 'varchar', name: 'user_id' })
  userId: string;

  @Column({ type: 'varchar', name: 'created_at' })
  createdAt: string;

  @Column({ type: 'varchar', name: 'expires_at' })
  expiresAt: string;

  @Column({ type: 'varchar', name: 'revoked_at', nullable: true })
  revokedAt: string | null;

  @Column({ type: 'varchar', nullable: true })
  ip: string | null;

  @Column({ type: 'varchar', name: 'user_agent', nullable: true })
  userAgent: string | null;

  /** What every refresh token of the session begins with; null: it cannot be refreshed. */
  @Column({ type: 'varchar', name: 'refresh_id', nullable: true })
  refreshId: string | null;

  /** SHA-256 of the secret in the newest refresh token, which ends with the session. */
  @Column({ type: 'varchar', name: 'refresh_hash', nullable: true })
  refreshHash: string | null;
}
