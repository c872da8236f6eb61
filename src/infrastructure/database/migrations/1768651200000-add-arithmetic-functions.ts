import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createFunctions, dropFunctions } from '#sql/dialect/postgres-functions';
import { dialectOf } from './create-table';

/** SQLite needs none: there, arithmetic is short enough to be written out in an index. */
export class AddArithmeticFunctions1768651200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    if (dialectOf(runner).name !== 'postgres') return;
    for (const text of createFunctions()) await runner.query(text);
  }

  /** PostgreSQL refuses it while an index is over one of them. */
  async down(runner: QueryRunner): Promise<void> {
    if (dialectOf(runner).name !== 'postgres') return;
    for (const text of dropFunctions()) await runner.query(text);
  }
}
