import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An invitation shows when its mail was sent. */
export class IndexMailsByRecipient1768046400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'CREATE INDEX "ix_email_logs_recipient" ON "email_logs" ("account_id", "recipient_email", "template_type")',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX "ix_email_logs_recipient"');
  }
}
