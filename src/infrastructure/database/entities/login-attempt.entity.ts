import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Attempts counted by the hash of what is counted (an address, a user, both). */
@Entity({ name: 'login_attempts' })
export class LoginAttemptEntity {
  @PrimaryColumn({ type: 'varchar' })
  key: string;

  @Column({ type: 'integer' })
  count: number;

  @Column({ type: 'varchar' })
  since: string;

  @Column({ type: 'varchar', name: 'blocked_until', nullable: true })
  blockedUntil: string | null;

  @Column({ type: 'varchar', name: 'expires_at' })
  expiresAt: string;
}
