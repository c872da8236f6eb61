import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumns, dropColumns } from './create-table';
import type { ColumnDefinition } from './table-definition';

/** Which fields a collection shows and takes, as JSON; a list that is not in it has all fields. */
const COLUMNS: Readonly<Record<string, ColumnDefinition>> = { field_lists: { type: 'text', default: '{}' } };
/** Of collections that hide a field, or keep one from being written. */
const RESTRICTED = `SELECT name FROM collections WHERE field_lists LIKE '%[%' OR fields LIKE '%"access":{%'`;

export class AddFieldLists1768305600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, 'collections', COLUMNS);
  }

  /** What was hidden must not be shown by a server that knows nothing of it. */
  async down(runner: QueryRunner): Promise<void> {
    const restricted = (await runner.query(RESTRICTED)) as readonly { readonly name: string }[];
    if (restricted.length > 0) {
      const names = restricted.map(({ name }) => name).join(', ');
      throw new Error(`Collections restrict the use of their fields, which would be lost: ${names}`);
    }
    await dropColumns(runner, 'collections', Object.keys(COLUMNS));
  }
}
