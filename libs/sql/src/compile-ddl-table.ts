/** CREATE TABLE for a collection, for the junctions of its multiple references, and DROP. */
import type { Catalog } from '#domain/schema/catalog';
import { REVISION_COLUMN, SYSTEM_COLUMNS } from '#domain/schema/collection';
import type { Collection, Field } from '#domain/schema/collection';
import {
  columnFields,
  type EncryptedField,
  isEncrypted,
  isNeverNull,
  linkedFields,
  storageKind,
} from '#domain/schema/field-storage';
import { physicalIndexes } from '#domain/schema/physical-indexes';
import { targetTable } from '#domain/schema/target-table';
import { compileCreateIndex, compileJunctionIndex } from './compile-ddl-index';
import { execute } from './ddl-step';
import type { DdlStep } from './ddl-step';
import type { Dialect } from './dialect/dialect';
import { identifier } from './identifier';

/** The columns that every collection has, in physical order. */
export const SYSTEM_COLUMN_ORDER = [
  'account_id',
  'id',
  'created_at',
  'created_by',
  'updated_at',
  'updated_by',
  REVISION_COLUMN,
] as const;

/** The table, its indexes and its junctions. Every table that it refers to must exist, itself excepted. */
export function compileCreateTable(collection: Collection, catalog: Catalog, dialect: Dialect): readonly DdlStep[] {
  return [
    compileTable(collection, collection.table, catalog, dialect),
    ...physicalIndexes(collection).map((index) => compileCreateIndex(collection, index, dialect)),
    ...linkedFields(collection.fields).flatMap((field) => compileJunction(collection, field, catalog, dialect)),
  ];
}

export function compileDropTable(collection: Collection): readonly DdlStep[] {
  const tables = [...linkedFields(collection.fields).map((field) => field.column), collection.table];
  return tables.map((table) => execute(`DROP TABLE ${identifier(table)}`));
}

/** `name` differs from the collection's own while it is rebuilt. */
export function compileTable(collection: Collection, name: string, catalog: Catalog, dialect: Dialect): DdlStep {
  const columns = columnFields(collection.fields);
  const lines = [
    ...SYSTEM_COLUMN_ORDER.map((column) => `${identifier(column)} ${systemType(column, dialect)} NOT NULL`),
    ...columns.flatMap((field) => columnDefinitions(field, dialect)),
    `PRIMARY KEY (${identifier('account_id')}, ${identifier('id')})`,
    ...columns.flatMap((field) => compileForeignKey(field, catalog, dialect) ?? []),
  ];
  return execute(tableText(name, lines, dialect));
}

export function columnDefinitions(field: Field, dialect: Dialect): readonly string[] {
  const ending = isNeverNull(field) ? ' NOT NULL' : '';
  const own = `${identifier(field.column)} ${dialect.ddl.columnType(storageKind(field))}${ending}`;
  return isEncrypted(field) ? [own, encryptedColumn(field, dialect)] : [own];
}

export function encryptedColumn({ encryption }: EncryptedField, dialect: Dialect): string {
  return `${identifier(encryption.column)} ${dialect.ddl.columnType('text')}`;
}

/** The foreign key of a field that refers to another row; null for other fields. */
export function compileForeignKey(field: Field, catalog: Catalog, dialect: Dialect): string | null {
  const target = targetTable(field, catalog);
  return target === null ? null : foreignKey(field.column, target, dialect);
}

export function compileJunction(
  collection: Collection,
  field: Field,
  catalog: Catalog,
  dialect: Dialect,
): readonly DdlStep[] {
  const type = dialect.ddl.columnType('text');
  const lines = [
    ...['account_id', 'record_id', 'target_id'].map((column) => `${identifier(column)} ${type} NOT NULL`),
    `${identifier('position')} ${dialect.ddl.columnType('integer')} NOT NULL`,
    `PRIMARY KEY (${['account_id', 'record_id', 'target_id'].map(identifier).join(', ')})`,
    foreignKey('record_id', collection.table, dialect),
    foreignKey('target_id', targetTable(field, catalog) ?? collection.table, dialect),
  ];
  return [execute(tableText(field.column, lines, dialect)), compileJunctionIndex(field.column, dialect)];
}

/** With the account in the key, a reference cannot leave its account. */
function foreignKey(column: string, target: string, dialect: Dialect): string {
  const own = `${identifier('account_id')}, ${identifier(column)}`;
  const other = `${identifier('account_id')}, ${identifier('id')}`;
  return `FOREIGN KEY (${own}) REFERENCES ${identifier(target)} (${other})${dialect.ddl.foreignKeyEnding}`;
}

function systemType(column: (typeof SYSTEM_COLUMN_ORDER)[number], dialect: Dialect): string {
  return dialect.ddl.columnType(column === REVISION_COLUMN ? 'integer' : SYSTEM_COLUMNS[column]);
}

function tableText(name: string, lines: readonly string[], dialect: Dialect): string {
  return `CREATE TABLE ${identifier(name)} (\n  ${lines.join(',\n  ')}\n)${dialect.ddl.tableEnding}`;
}
