import type { QueryRunner } from 'typeorm';
import type { Dialect } from '#sql/dialect/dialect';
import { postgres } from '#sql/dialect/postgres';
import { sqlite } from '#sql/dialect/sqlite';
import type { ColumnDefinition, ColumnType, TableDefinition } from './table-definition';

/** Ids are UUID texts; timestamps ISO 8601 in UTC with milliseconds and Z. */
const LENGTHS = { id: 36, timestamp: 24 } as const;

/** Creates a table with its indexes on either engine. */
export async function createTable(runner: QueryRunner, table: TableDefinition): Promise<void> {
  const dialect = dialectOf(runner);
  await runner.query(createTableText(table, dialect));
  for (const columns of table.indexes ?? []) {
    const name = `ix_${table.name}_${columns.join('_')}`;
    await runner.query(`CREATE INDEX "${name}" ON "${table.name}" (${quoted(columns)})`);
  }
}

/** Adds columns to a table that has rows: each is nullable or has a default. */
export async function addColumns(
  runner: QueryRunner,
  table: string,
  columns: Readonly<Record<string, ColumnDefinition>>,
): Promise<void> {
  const dialect = dialectOf(runner);
  for (const [name, column] of Object.entries(columns)) {
    await runner.query(`ALTER TABLE "${table}" ADD COLUMN "${name}" ${columnText(column, dialect)}`);
  }
}

export async function dropColumns(runner: QueryRunner, table: string, columns: readonly string[]): Promise<void> {
  for (const name of columns) await runner.query(`ALTER TABLE "${table}" DROP COLUMN "${name}"`);
}

export function dialectOf(runner: QueryRunner): Dialect {
  return runner.connection.options.type === 'postgres' ? postgres : sqlite;
}

function createTableText(table: TableDefinition, dialect: Dialect): string {
  const parts = Object.entries(table.columns).map(([name, column]) => `"${name}" ${columnText(column, dialect)}`);
  parts.push(`CONSTRAINT "pk_${table.name}" PRIMARY KEY (${quoted(table.primaryKey)})`);
  for (const columns of table.unique ?? []) {
    parts.push(`CONSTRAINT "uq_${table.name}_${columns.join('_')}" UNIQUE (${quoted(columns)})`);
  }
  for (const [column, target] of Object.entries(table.references ?? {})) {
    parts.push(`CONSTRAINT "fk_${table.name}_${column}" FOREIGN KEY ("${column}") REFERENCES "${target}" ("id")`);
  }
  return `CREATE TABLE "${table.name}" (\n  ${parts.join(',\n  ')}\n)${dialect.ddl.tableEnding}`;
}

function columnText(column: ColumnDefinition, dialect: Dialect): string {
  const type = typeText(column.type, dialect);
  const constant = column.default === undefined ? '' : ` DEFAULT ${constantText(column.default)}`;
  return `${type}${constant}${column.nullable === true ? '' : ' NOT NULL'}`;
}

function constantText(value: number | string | boolean): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}

function typeText(type: ColumnType, dialect: Dialect): string {
  if (type === 'integer' || type === 'bigint' || type === 'boolean') return type;
  const { textCollation } = dialect.ddl;
  if (type === 'text') return `text${textCollation}`;
  const length = typeof type === 'string' ? LENGTHS[type] : type.varchar;
  return `varchar(${length})${textCollation}`;
}

function quoted(columns: readonly string[]): string {
  return columns.map((column) => `"${column}"`).join(', ');
}
