import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A user of one account; the email is unique within it, compared by `emailKey` (trimmed, lower case). */
@Entity({ name: 'users' })
export class UserEntity {
  @PrimaryColumn({ type: 'varchar' })
  id: string;

  @Column({ type: 'varchar', name: 'account_id' })
  accountId: string;

  @Column({ type: 'varchar' })
  email: string;

  @Column({ type: 'varchar', name: 'email_key' })
  emailKey: string;

  @Column({ type: 'varchar', name: 'password_hash' })
  passwordHash: string;

  /** password | platform (a trusted issuer's) */
  @Column({ type: 'varchar', name: 'auth_provider', default: 'password' })
  authProvider: string;

  /** The subject at the trusted issuer. */
  @Column({ type: 'varchar', name: 'external_id', nullable: true })
  externalId: string | null;

  @Column({ type: 'integer', name: 'role_id' })
  roleId: number;

  @Column({ type: 'boolean', name: 'is_active' })
  isActive: boolean;

  @Column({ type: 'boolean', name: 'email_verified' })
  emailVerified: boolean;

  @Column({ type: 'varchar', name: 'email_verified_at', nullable: true })
  emailVerifiedAt: string | null;

  @Column({ type: 'varchar', name: 'first_name', nullable: true })
  firstName: string | null;

  @Column({ type: 'varchar', name: 'last_name', nullable: true })
  lastName: string | null;

  @Column({ type: 'varchar', name: 'avatar_url', nullable: true })
  avatarUrl: string | null;

  @Column({ type: 'integer', name: 'auth_version' })
  authVersion: number;

  @Column({ type: 'varchar', name: 'created_at' })
  createdAt: string;

  @Column({ type: 'varchar', name: 'updated_at' })
  updatedAt: string;

  @Column({ type: 'varchar', name: 'last_login', nullable: true })
  lastLogin: string | null;
}
