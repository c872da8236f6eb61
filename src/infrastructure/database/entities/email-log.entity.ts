import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What became of a mail; `variables` is JSON without the secrets that the mail carried. */
@Entity({ name: 'email_logs' })
export class EmailLogEntity {
  @PrimaryColumn({ type: 'varchar' })
  id: string;

  @Column({ type: 'varchar', name: 'account_id' })
  accountId: string;

  @Column({ type: 'varchar', name: 'template_type' })
  templateType: string;

  @Column({ type: 'varchar' })
  locale: string;

  @Column({ type: 'varchar', name: 'recipient_email' })
  recipientEmail: string;

  @Column({ type: 'varchar' })
  provider: string;

  @Column({ type: 'varchar' })
  status: string;

  @Column({ type: 'integer' })
  attempts: number;

  @Column({ type: 'text', name: 'error_message', nullable: true })
  errorMessage: string | null;

  @Column({ type: 'text' })
  variables: string;

  @Column({ type: 'varchar', name: 'created_at' })
  createdAt: string;

  @Column({ type: 'varchar', name: 'sent_at', nullable: true })
  sentAt: string | null;
}
