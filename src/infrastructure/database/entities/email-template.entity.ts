import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The text of a kind of mail in one locale: the system account’s replaces the built-in one, an account’s replaces both. */
@Entity({ name: 'email_templates' })
export class EmailTemplateEntity {
  @PrimaryColumn({ type: 'varchar' })
  id: string;

  @Column({ type: 'varchar', name: 'account_id' })
  accountId: string;

  @Column({ type: 'varchar', name: 'template_type' })
  templateType: string;

  @Column({ type: 'varchar' })
  locale: string;

  @Column({ type: 'varchar' })
  subject: string;

  @Column({ type: 'text', name: 'html_body' })
  htmlBody: string;

  @Column({ type: 'text', name: 'text_body' })
  textBody: string;

  @Column({ type: 'boolean' })
  enabled: boolean;

  @Column({ type: 'varchar', name: 'created_at' })
  createdAt: string;

  @Column({ type: 'varchar', name: 'updated_at' })
  updatedAt: string;
}
