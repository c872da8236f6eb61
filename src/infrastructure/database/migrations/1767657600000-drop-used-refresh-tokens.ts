import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable } from './create-table';
import { USED_REFRESH_TOKENS } from './used-refresh-tokens';

/**
 * Refresh tokens carry a mark by which used ones are recognised. Those without one that are live when the server is updated
 * go on working, because their hashes stand in the sessions; those that were used before are refused from now on, but no
 * longer end their sessions. Taken back, the table is empty, and the server before this one refuses every token with a
 * mark: their holders log in again.
 */
export class DropUsedRefreshTokens1767657600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "${USED_REFRESH_TOKENS.name}"`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await createTable(runner, USED_REFRESH_TOKENS);
  }
}
