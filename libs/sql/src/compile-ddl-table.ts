/** CREATE TABLE for a collection, for the junctions of its multiple references, and DROP. */
import type { Catalog } from '#domain/schema/catalog';
import { hasJunction, REVISION_COLUMN } from '#domain/schema/collection';
import type { Collection, Field } from '#domain/schema/collection';
import { physicalIndexes } from '#domain/schema/physical-indexes';
import { compileCreateIndex, compileJunctionIndex } from './compile-ddl-index';
import { execute } from './ddl-step';
import type { DdlStep } from './ddl-step';
import type { Dialect } from './dialect/dialect';
import { identifier } from './identifier';
import { columnType, idType, timestampType } from './physical-types';

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
export function compileCreateTable(
  collection: Collection,
  catalog: Catalog,
  dialect: Dialect['name'],
): readonly DdlStep[] {
  return [
    compileTable(collection, collection.table, catalog, dialect),
    ...physicalIndexes(collection).map((index) => compileCreateIndex(collection.table, index)),
    ...collection.fields.filter(hasJunction).flatMap((field) => compileJunction(collection, field, catalog, dialect)),
  ];
}

export function compileDropTable(collection: Collection): readonly DdlStep[] {
  const tables = [...collection.fields.filter(hasJunction).map((field) => field.column), collection.table];
  return tables.map((table) => execute(`DROP TABLE ${identifier(table)}`));
}

/** `name` is another than the collection's own while SQLite rebuilds it. */
export function compileTable(
  collection: Collection,
  name: string,
  catalog: Catalog,
  dialect: Dialect['name'],
): DdlStep {
  const columns = collection.fields.filter((field) => !hasJunction(field));
  const lines = [
    ...SYSTEM_COLUMN_ORDER.map((column) => `${identifier(column)} ${systemType(column, dialect)} NOT NULL`),
    ...columns.map((field) => columnDefinition(field, dialect)),
    `PRIMARY KEY (${identifier('account_id')}, ${identifier('id')})`,
    ...columns.flatMap((field) => compileForeignKey(field, catalog, dialect) ?? []),
  ];
  return execute(tableText(name, lines, dialect));
}

export function columnDefinition(field: Field, dialect: Dialect['name']): string {
  return `${identifier(field.column)} ${columnType(field, dialect)}${field.required ? ' NOT NULL' : ''}`;
}

/** What a field that leads to another row demands of it; null for other fields. */
export function compileForeignKey(field: Field, catalog: Catalog, dialect: Dialect['name']): string | null {
  const target = targetTable(field, catalog);
  return target === null ? null : foreignKey(field.column, target, dialect);
}

export function compileJunction(
  collection: Collection,
  field: Field,
  catalog: Catalog,
  dialect: Dialect['name'],
): readonly DdlStep[] {
  const type = idType(dialect);
  const lines = [
    ...['account_id', 'record_id', 'target_id'].map((column) => `${identifier(column)} ${type} NOT NULL`),
    `${identifier('position')} ${dialect === 'sqlite' ? 'INTEGER' : 'integer'} NOT NULL`,
    `PRIMARY KEY (${['account_id', 'record_id', 'target_id'].map(identifier).join(', ')})`,
    foreignKey('record_id', collection.table, dialect),
    foreignKey('target_id', targetTable(field, catalog) ?? collection.table, dialect),
  ];
  return [execute(tableText(field.column, lines, dialect)), compileJunctionIndex(field.column)];
}

function targetTable(field: Field, catalog: Catalog): string | null {
  if (field.type === 'user') return 'users';
  if (field.type !== 'reference' || field.collection === null) return null;
  const target = catalog.find(field.collection);
  if (!target) throw new Error('The catalog lacks the target of a reference');
  return target.table;
}

/** With the account in the key, a reference cannot leave its account. */
function foreignKey(column: string, target: string, dialect: Dialect['name']): string {
  const own = `${identifier('account_id')}, ${identifier(column)}`;
  const other = `${identifier('account_id')}, ${identifier('id')}`;
  // SQLite defers all of a transaction's keys at once when asked to, so only PostgreSQL must be told here.
  const deferral = dialect === 'postgres' ? ' DEFERRABLE INITIALLY IMMEDIATE' : '';
  return `FOREIGN KEY (${own}) REFERENCES ${identifier(target)} (${other})${deferral}`;
}

function systemType(column: (typeof SYSTEM_COLUMN_ORDER)[number], dialect: Dialect['name']): string {
  if (column === REVISION_COLUMN) return dialect === 'sqlite' ? 'INTEGER' : 'integer';
  return column === 'created_at' || column === 'updated_at' ? timestampType(dialect) : idType(dialect);
}

/** WITHOUT ROWID keeps the rows of an account together, in the order of the primary key. */
function tableText(name: string, lines: readonly string[], dialect: Dialect['name']): string {
  const ending = dialect === 'sqlite' ? ' WITHOUT ROWID' : '';
  return `CREATE TABLE ${identifier(name)} (\n  ${lines.join(',\n  ')}\n)${ending}`;
}
