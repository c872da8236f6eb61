import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { Field, Index } from '#domain/schema/collection';
import { physicalIndexes } from '#domain/schema/physical-indexes';
import { compileColumnIndex } from '#sql/compile-ddl-index';
import { identifier } from '#sql/identifier';
import { dialectOf } from './create-table';

/** Indexes of a table with a column that may be null, and whose nulls come last. */
const NULLS_LAST = `
  SELECT DISTINCT made.relname AS name
  FROM pg_index AS i
  JOIN pg_class AS made ON made.oid = i.indexrelid
  CROSS JOIN LATERAL unnest(i.indkey::int2[], i.indoption::int2[]) AS k(attnum, options)
  JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
  WHERE i.indrelid = CAST($1 AS regclass) AND NOT a.attnotnull AND k.options & 2 = 0`;

interface CollectionRow {
  readonly table: string;
  readonly fields: string;
  readonly indexes: string;
}

/**
 * On PostgreSQL, indexes over optional fields had nulls last, where no list has them, so that a sort by such a field read and
 * sorted all records of the account.
 */
export class PutNullsFirstInIndexes1768564800000 implements MigrationInterface {
  /** Each table has one of its own, so that no more than one is locked; what is done already is not done again. */
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    if (dialectOf(runner).name !== 'postgres') return;
    const collections = 'SELECT table_name AS "table", fields, indexes FROM collections ORDER BY id';
    for (const row of (await runner.query(collections)) as readonly CollectionRow[]) {
      await runner.startTransaction();
      try {
        await remakeIndexes(runner, row);
        await runner.commitTransaction();
      } catch (error) {
        await runner.rollbackTransaction();
        throw error;
      }
    }
  }

  async down(): Promise<void> {
    // An earlier server knows the indexes by their names, and its sorts use them as they are.
  }
}

/** DROP INDEX keeps everybody else away from the table until the end of the transaction. */
async function remakeIndexes(runner: QueryRunner, { table, fields, indexes }: CollectionRow): Promise<void> {
  const found = (await runner.query(NULLS_LAST, [identifier(table)])) as readonly { readonly name: string }[];
  const names = new Set(found.map(({ name }) => name));
  const indexed = { table, fields: JSON.parse(fields) as Field[], indexes: JSON.parse(indexes) as Index[] };
  for (const index of physicalIndexes(indexed)) {
    if (!names.has(index.name)) continue;
    await runner.query(`DROP INDEX ${identifier(index.name)}`);
    await runner.query(compileColumnIndex(indexed, index, dialectOf(runner)).text);
  }
}
