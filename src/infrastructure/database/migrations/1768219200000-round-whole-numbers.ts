import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { Field } from '#domain/schema/collection';
import { identifier } from '#sql/identifier';
import { dialectOf } from './create-table';

/**
 * SQLite kept whole numbers beyond 2^53 as they were written, which are no doubles, so that they were equal to none. Of two
 * that become equal in a unique field, the second is left as it is.
 */
export class RoundWholeNumbers1768219200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    if (dialectOf(runner).name !== 'sqlite') return;
    const collections = (await runner.query('SELECT "table_name", "fields" FROM "collections"')) as CollectionRow[];
    for (const { table_name: table, fields } of collections) {
      for (const { type, column } of JSON.parse(fields) as Field[]) {
        if (type === 'number') await runner.query(roundColumn(identifier(table), identifier(column)));
      }
    }
  }

  async down(): Promise<void> {
    // The numbers are those that were answered before.
  }
}

type CollectionRow = Readonly<Record<'table_name' | 'fields', string>>;

function roundColumn(table: string, column: string): string {
  return (
    `UPDATE OR IGNORE ${table} SET ${column} = CAST(${column} AS REAL) WHERE typeof(${column}) = 'integer' ` +
    `AND ${column} NOT BETWEEN ${Number.MIN_SAFE_INTEGER} AND ${Number.MAX_SAFE_INTEGER}`
  );
}
