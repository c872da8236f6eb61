import type { MigrationInterface, QueryRunner } from 'typeorm';
import { systemClock } from '#domain/kernel/clock';
import { SYSTEM_ACCOUNT_ID } from '#domain/kernel/request-context';
import { createTable } from './create-table';
import { SYSTEM_TABLES } from './system-tables';

/** The tables of the first release, the two roles, the operators' account and the first schema revision. */
export class CreateSystemTables1767225600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of SYSTEM_TABLES) await createTable(runner, table);
    await runner.query(
      `INSERT INTO "roles" ("id", "name", "description") VALUES
        (1, 'admin', 'Administers the account'), (2, 'user', 'Uses the account')`,
    );
    const now = systemClock.iso();
    await runner.query(
      `INSERT INTO "accounts" ("id", "account_code", "slug", "name", "created_at", "updated_at")
        VALUES ('${SYSTEM_ACCOUNT_ID}', 'SY0000', 'system', 'System', '${now}', '${now}')`,
    );
    await runner.query(`INSERT INTO "system_state" ("name", "value") VALUES ('schema_revision', 1)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...SYSTEM_TABLES].reverse()) await runner.query(`DROP TABLE "${table.name}"`);
  }
}
