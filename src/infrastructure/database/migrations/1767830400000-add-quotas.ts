import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { Field } from '#domain/schema/collection';
import { KEPT_ANSWERS } from '#sql/compile-counts';
import { compileRecount } from '#sql/compile-record-size';
import { addColumns, dialectOf, dropColumns } from './create-table';
import type { ColumnDefinition } from './table-definition';

/** Null: as the settings say. Accounts that exist count as made by a superadmin. */
const OF_ACCOUNTS: Readonly<Record<string, ColumnDefinition>> = {
  quota_records: { type: 'bigint', nullable: true },
  quota_storage: { type: 'bigint', nullable: true },
  quota_requests: { type: 'integer', nullable: true },
  self_registered: { type: 'boolean', default: false },
};

const OF_COUNTS: Readonly<Record<string, ColumnDefinition>> = { bytes: { type: 'bigint', default: 0 } };

/**
 * Counts the bytes of what is there, once: no other process writes while migrations run, and a server that started without
 * the sums could not keep them exact.
 */
export class AddQuotas1767830400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, 'accounts', OF_ACCOUNTS);
    await runner.query(
      'CREATE INDEX "ix_accounts_quota_requests" ON "accounts" ("quota_requests") WHERE "quota_requests" IS NOT NULL',
    );
    await addColumns(runner, 'record_counts', OF_COUNTS);
    for (const { id, table_name: table, fields } of await collectionsOf(runner)) {
      const collection = { id, table, fields: JSON.parse(fields) as Field[] };
      await runner.query(compileRecount(collection, dialectOf(runner)), [id]);
    }
    await runner.query(
      'INSERT INTO "record_counts" ("account_id", "collection_id", "count", "bytes", "version") ' +
        `SELECT "account_id", '${KEPT_ANSWERS}', 0, SUM(octet_length("body")), 1 FROM "idempotency_keys" GROUP BY "account_id"`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM "record_counts" WHERE "collection_id" = '${KEPT_ANSWERS}'`);
    await dropColumns(runner, 'record_counts', Object.keys(OF_COUNTS));
    await runner.query('DROP INDEX "ix_accounts_quota_requests"');
    await dropColumns(runner, 'accounts', Object.keys(OF_ACCOUNTS));
  }
}

type CollectionRow = Readonly<Record<'id' | 'table_name' | 'fields', string>>;

async function collectionsOf(runner: QueryRunner): Promise<readonly CollectionRow[]> {
  return (await runner.query('SELECT "id", "table_name", "fields" FROM "collections"')) as CollectionRow[];
}
