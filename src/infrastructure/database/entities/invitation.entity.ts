import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An invitation into an account; `groupIds` is a JSON list, the token is stored as its SHA-256 in hex. */
@Entity({ name: 'invitations' })
export class InvitationEntity {
  @PrimaryColumn({ type: 'varchar' })
  id: string;

  @Column({ type: 'varchar', name: 'account_id' })
  accountId: string;

  @Column({ type: 'varchar' })
  email: string;

  @Column({ type: 'varchar', name: 'email_key' })
  emailKey: string;

  @Column({ type: 'integer', name: 'role_id' })
  roleId: number;

  @Column({ type: 'text', name: 'group_ids' })
  groupIds: string;

  @Column({ type: 'varchar', name: 'token_hash' })
  tokenHash: string;

  @Column({ type: 'varchar', name: 'invited_by', nullable: true })
  invitedBy: string | null;

  @Column({ type: 'varchar', name: 'created_at' })
  createdAt: string;

  @Column({ type: 'varchar', name: 'updated_at' })
  updatedAt: string;

  @Column({ type: 'varchar', name: 'expires_at' })
  expiresAt: string;

  @Column({ type: 'varchar', name: 'accepted_at', nullable: true })
  acceptedAt: string | null;

  @Column({ type: 'varchar', name: 'cancelled_at', nullable: true })
  cancelledAt: string | null;
}
