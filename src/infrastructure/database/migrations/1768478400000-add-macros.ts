import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable } from './create-table';
import type { TableDefinition } from './table-definition';

const MACROS: TableDefinition = {
  name: 'macros',
  columns: {
    id: { type: 'integer' },
    name: { type: { varchar: 63 } },
    name_key: { type: { varchar: 63 } },
    description: { type: 'text', nullable: true },
    sql_query: { type: 'text' },
    // JSON lists of names, and what the parser made of the SQL.
    parameters: { type: 'text' },
    tree: { type: 'text' },
    created_at: { type: 'timestamp' },
    updated_at: { type: 'timestamp' },
    created_by: { type: 'id', nullable: true },
  },
  primaryKey: ['id'],
  unique: [['name_key']],
};
const COUNTER = 'last_macro_id';

export class AddMacros1768478400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, MACROS);
    await runner.query(`INSERT INTO system_state (name, value) VALUES ('${COUNTER}', 0)`);
  }

  /** Rules that use macros would not be understood by a server that knows nothing of them. */
  async down(runner: QueryRunner): Promise<void> {
    const macros = (await runner.query('SELECT name FROM macros')) as readonly { readonly name: string }[];
    if (macros.length > 0) {
      throw new Error(`Delete the SQL macros first: ${macros.map(({ name }) => name).join(', ')}`);
    }
    await runner.query('DROP TABLE macros');
    await runner.query(`DELETE FROM system_state WHERE name = '${COUNTER}'`);
  }
}
