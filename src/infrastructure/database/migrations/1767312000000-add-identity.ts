import type { MigrationInterface, QueryRunner } from 'typeorm';
import { systemClock } from '#domain/kernel/clock';
import { addColumns, createTable, dropColumns } from './create-table';
import { IDENTITY_COLUMNS, IDENTITY_TABLES } from './identity-tables';

/** Jobs, mail, invitations, single-use secrets, throttling, and what the tables of the first release need for them. */
export class AddIdentity1767312000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const [table, columns] of Object.entries(IDENTITY_COLUMNS)) await addColumns(runner, table, columns);
    for (const table of IDENTITY_TABLES) await createTable(runner, table);
    // Resending a verification and accepting an invitation look for users by their address alone.
    await runner.query('CREATE INDEX "ix_users_email_key" ON "users" ("email_key")');
    await runner.query('CREATE UNIQUE INDEX "uq_users_external_id" ON "users" ("auth_provider", "external_id")');
    const now = systemClock.iso();
    await runner.query(`UPDATE "roles" SET "created_at" = '${now}', "updated_at" = '${now}'`);
    await runner.query(
      `INSERT INTO "system_state" ("name", "value") SELECT 'last_role_id', COALESCE(MAX("id"), 0) FROM "roles"`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM "system_state" WHERE "name" = 'last_role_id'`);
    await runner.query('DROP INDEX "uq_users_external_id"');
    await runner.query('DROP INDEX "ix_users_email_key"');
    for (const table of [...IDENTITY_TABLES].reverse()) await runner.query(`DROP TABLE "${table.name}"`);
    for (const [table, columns] of Object.entries(IDENTITY_COLUMNS)) {
      await dropColumns(runner, table, Object.keys(columns));
    }
  }
}
