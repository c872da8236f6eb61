import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One refresh token of a session, stored as its SHA-256 in hex; used once. */
@Entity({ name: 'refresh_tokens' })
export class RefreshTokenEntity {
  @PrimaryColumn({ type: 'varchar' })
  id: string;

  @Column({ type: 'varchar', name: 'session_id' })
  sessionId: string;

  @Column({ type: 'varchar', name: 'token_hash' })
  tokenHash: string;

  @Column({ type: 'varchar', name: 'created_at' })
  createdAt: string;

  @Column({ type: 'varchar', name: 'expires_at' })
  expiresAt: string;

  @Column({ type: 'varchar', name: 'used_at', nullable: true })
  usedAt: string | null;
}
