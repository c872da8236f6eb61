import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumns, dropColumns } from './create-table';
import type { ColumnDefinition } from './table-definition';

const COLUMNS: Readonly<Record<string, ColumnDefinition>> = { show_user_details: { type: 'boolean', default: true } };

export class AddShowUserDetails1767744000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, 'collections', COLUMNS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumns(runner, 'collections', Object.keys(COLUMNS));
  }
}
