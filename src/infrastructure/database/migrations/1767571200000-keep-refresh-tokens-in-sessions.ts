import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumns, createTable, dropColumns } from './create-table';
import { SYSTEM_TABLES } from './system-tables';
import type { ColumnDefinition } from './table-definition';
import { USED_REFRESH_TOKENS } from './used-refresh-tokens';

/** The newest token of a session, the only one that refreshes it; it ends with the session. Null: the session has none. */
const COLUMNS: Readonly<Record<string, ColumnDefinition>> = {
  refresh_id: { type: 'id', nullable: true },
  refresh_hash: { type: { varchar: 64 }, nullable: true },
};

const FORMER = SYSTEM_TABLES.filter(({ name }) => name === 'refresh_tokens');

const newest = (column: string): string =>
  `(SELECT t."${column}" FROM "refresh_tokens" t WHERE t."session_id" = "sessions"."id" AND t."used_at" IS NULL ` +
  'ORDER BY t."id" DESC LIMIT 1)';

/** A login then writes one row and a refresh two, where they wrote two and three. */
export class KeepRefreshTokensInSessions1767571200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, 'sessions', COLUMNS);
    await runner.query(
      `UPDATE "sessions" SET "refresh_id" = ${newest('id')}, "refresh_hash" = ${newest('token_hash')}`,
    );
    await runner.query('CREATE UNIQUE INDEX "uq_sessions_refresh_id" ON "sessions" ("refresh_id")');
    await createTable(runner, USED_REFRESH_TOKENS);
    await runner.query(
      `INSERT INTO "used_refresh_tokens" ("id", "session_id", "token_hash", "expires_at")
        SELECT "id", "session_id", "token_hash", "expires_at" FROM "refresh_tokens" WHERE "used_at" IS NOT NULL`,
    );
    for (const { name } of FORMER) await runner.query(`DROP TABLE "${name}"`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of FORMER) await createTable(runner, table);
    const into =
      'INSERT INTO "refresh_tokens" ("id", "session_id", "token_hash", "created_at", "expires_at", "used_at")';
    await runner.query(
      `${into} SELECT t."id", t."session_id", t."token_hash", s."created_at", t."expires_at", s."created_at"
        FROM "used_refresh_tokens" t JOIN "sessions" s ON s."id" = t."session_id"`,
    );
    await runner.query(
      `${into} SELECT "refresh_id", "id", "refresh_hash", "created_at", "expires_at", NULL
        FROM "sessions" WHERE "refresh_id" IS NOT NULL`,
    );
    await runner.query('DROP TABLE "used_refresh_tokens"');
    await runner.query('DROP INDEX "uq_sessions_refresh_id"');
    await dropColumns(runner, 'sessions', Object.keys(COLUMNS));
  }
}
