import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumns, dropColumns } from './create-table';
import type { ColumnDefinition } from './table-definition';

/** The definitions of the columns when they come back. */
const UNUSED: Readonly<Record<string, Readonly<Record<string, ColumnDefinition>>>> = {
  // Every kept answer is that of a created record.
  idempotency_keys: { status: { type: 'integer', default: 201 } },
  jobs: {
    queue: { type: { varchar: 100 }, default: 'default' },
    priority: { type: 'integer', default: 0 },
    created_by: { type: 'id', nullable: true },
  },
};

/** Drops columns that were written but never read. */
export class DropUnusedColumns1767484800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const [table, columns] of Object.entries(UNUSED)) await dropColumns(runner, table, Object.keys(columns));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, columns] of Object.entries(UNUSED)) await addColumns(runner, table, columns);
  }
}
