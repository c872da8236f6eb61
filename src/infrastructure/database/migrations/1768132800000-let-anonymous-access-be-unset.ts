import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumns, dropColumns } from './create-table';
import type { ColumnDefinition } from './table-definition';

const TABLE = 'collections';
const COLUMN = 'allow_anonymous';
const REPLACEMENT = 'strangers';
const HAS_EXPRESSION = ['list', 'view', 'create', 'update', 'delete']
  .map((name) => `"${name}_rule" <> ''`)
  .join(' OR ');

/**
 * Unset is the new default. `true` was the default before, when it opened less, so nobody is taken to have chosen it: a
 * collection whose expressions are meant for strangers says so again. `false` stays.
 */
export class LetAnonymousAccessBeUnset1768132800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await replaceColumn(runner, { type: 'boolean', nullable: true }, `CASE WHEN "${COLUMN}" THEN NULL ELSE false END`);
  }

  /** An expression that did not hold for strangers may not begin to: such a collection refuses them altogether. */
  async down(runner: QueryRunner): Promise<void> {
    const value = `COALESCE("${COLUMN}", CASE WHEN ${HAS_EXPRESSION} THEN false ELSE true END)`;
    await replaceColumn(runner, { type: 'boolean', default: true }, value);
  }
}

/** SQLite cannot change a column. */
async function replaceColumn(runner: QueryRunner, definition: ColumnDefinition, value: string): Promise<void> {
  await addColumns(runner, TABLE, { [REPLACEMENT]: definition });
  await runner.query(`UPDATE "${TABLE}" SET "${REPLACEMENT}" = ${value}`);
  await dropColumns(runner, TABLE, [COLUMN]);
  await runner.query(`ALTER TABLE "${TABLE}" RENAME COLUMN "${REPLACEMENT}" TO "${COLUMN}"`);
}
