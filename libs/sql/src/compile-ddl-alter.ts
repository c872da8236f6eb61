/**
 * The steps from one version of a collection's table to the next. PostgreSQL alters in place. SQLite can only add a plain
 * nullable column; for the rest the table is rebuilt, as its manual tells (https://sqlite.org/lang_altertable.html §7),
 * which needs foreign_keys=OFF around the transaction and a foreign_key_check before its end.
 */
import type { Catalog } from '#domain/schema/catalog';
import { hasJunction } from '#domain/schema/collection';
import type { Collection, Field } from '#domain/schema/collection';
import type { SchemaChange } from '#domain/schema/diff-collection';
import { physicalIndexes } from '#domain/schema/physical-indexes';
import type { PhysicalIndex } from '#domain/schema/physical-indexes';
import { compileCreateIndex, compileIndexChecks } from './compile-ddl-index';
import {
  columnDefinition,
  compileForeignKey,
  compileJunction,
  compileTable,
  SYSTEM_COLUMN_ORDER,
} from './compile-ddl-table';
import { check, execute } from './ddl-step';
import type { DdlStep } from './ddl-step';
import type { Dialect } from './dialect/dialect';
import { identifier } from './identifier';
import { boundValue, columnType } from './physical-types';
import type { SqlValue } from './sql-fragment';

/** Lives only inside the transaction of one exclusive unit. */
const REBUILT_TABLE = 'rebuilt_table';

/** `changes` is diffCollection(before, after); the catalog already has `after`. */
export function compileAlterTable(
  before: Collection,
  after: Collection,
  changes: readonly SchemaChange[],
  catalog: Catalog,
  dialect: Dialect['name'],
): readonly DdlStep[] {
  const rebuild = dialect === 'sqlite' && changes.some(needsRebuild);
  const old = physicalIndexes(before);
  const wanted = physicalIndexes(after);
  const created = rebuild ? wanted : wanted.filter((index) => isAbsent(index, old));
  return [
    ...changes.flatMap((change) => requiredCheck(before, change)),
    ...(rebuild ? [] : old.filter((index) => isAbsent(index, wanted)).map(dropIndex)),
    ...changes.flatMap((change) => compileJunctionChange(change, after, catalog, dialect)),
    ...(rebuild
      ? rebuildTable(before, after, catalog)
      : changes.flatMap((change) => compileColumnChange(change, after, catalog, dialect))),
    ...wanted.filter((index) => isAbsent(index, old)).flatMap((index) => compileIndexChecks(after, index, dialect)),
    ...created.map((index) => compileCreateIndex(after.table, index)),
  ];
}

function isAbsent(index: PhysicalIndex, others: readonly PhysicalIndex[]): boolean {
  return !others.some((other) => other.name === index.name);
}

function dropIndex(index: PhysicalIndex): DdlStep {
  return execute(`DROP INDEX ${identifier(index.name)}`);
}

function needsRebuild(change: SchemaChange): boolean {
  if ('index' in change) return false;
  const { field } = change;
  if (hasJunction(field)) return false;
  if (change.kind === 'add_field') return field.required || field.type === 'reference' || field.type === 'user';
  return change.kind === 'remove_field' || (change.kind === 'change_field' && change.settings.includes('required'));
}

/** Rows that have no value for a field that will demand one, and none to be filled in. */
function requiredCheck(before: Collection, change: SchemaChange): readonly DdlStep[] {
  if ((change.kind !== 'add_field' && change.kind !== 'change_field') || !change.field.required) return [];
  const { field } = change;
  const table = identifier(before.table);
  const count = `SELECT CAST(COUNT(*) AS INTEGER) AS conflicts FROM ${table}`;
  if (change.kind === 'add_field') {
    if (field.default !== null) return [];
    return [check(count, [field.name], 'without a value; give the field a default or make it optional')];
  }
  if (!change.settings.includes('required')) return [];
  const condition = hasJunction(field)
    ? `NOT EXISTS (SELECT 1 FROM ${identifier(field.column)} AS targets WHERE targets.${identifier('account_id')} = ` +
      `${table}.${identifier('account_id')} AND targets.${identifier('record_id')} = ${table}.${identifier('id')})`
    : `${identifier(field.column)} IS NULL`;
  return [check(`${count} WHERE ${condition}`, [field.name], 'without a value')];
}

function compileJunctionChange(
  change: SchemaChange,
  after: Collection,
  catalog: Catalog,
  dialect: Dialect['name'],
): readonly DdlStep[] {
  if (change.kind === 'add_field' && hasJunction(change.field)) {
    return compileJunction(after, change.field, catalog, dialect);
  }
  if (change.kind === 'remove_field' && hasJunction(change.field)) {
    return [execute(`DROP TABLE ${identifier(change.field.column)}`)];
  }
  return [];
}

/** A renamed field keeps its column, so a rename is no change here. */
function compileColumnChange(
  change: SchemaChange,
  after: Collection,
  catalog: Catalog,
  dialect: Dialect['name'],
): readonly DdlStep[] {
  if (!('field' in change) || hasJunction(change.field)) return [];
  const { field } = change;
  const table = `ALTER TABLE ${identifier(after.table)}`;
  const column = identifier(field.column);
  if (change.kind === 'remove_field') return [execute(`${table} DROP COLUMN ${column}`)];
  if (change.kind === 'add_field') return addColumn(field, after, catalog, dialect);
  if (change.kind !== 'change_field' || !change.settings.includes('required')) return [];
  return [execute(`${table} ALTER COLUMN ${column} ${field.required ? 'SET' : 'DROP'} NOT NULL`)];
}

function addColumn(field: Field, after: Collection, catalog: Catalog, dialect: Dialect['name']): readonly DdlStep[] {
  const table = identifier(after.table);
  const column = identifier(field.column);
  const steps = [
    execute(`ALTER TABLE ${table} ADD COLUMN ${columnDefinition({ ...field, required: false }, dialect)}`),
  ];
  if (field.default !== null) {
    const value = dialect === 'sqlite' ? '?' : `$1::${columnType(field, dialect)}`;
    steps.push(execute(`UPDATE ${table} SET ${column} = ${value}`, [boundValue(field, field.default, dialect)]));
  }
  if (field.required) steps.push(execute(`ALTER TABLE ${table} ALTER COLUMN ${column} SET NOT NULL`));
  const key = compileForeignKey(field, catalog, dialect);
  if (key !== null) steps.push(execute(`ALTER TABLE ${table} ADD ${key}`));
  return steps;
}

function rebuildTable(before: Collection, after: Collection, catalog: Catalog): readonly DdlStep[] {
  const kept = new Set(before.fields.map((field) => field.id));
  const fields = after.fields.filter((field) => !hasJunction(field));
  const system = SYSTEM_COLUMN_ORDER.map(identifier);
  const values: SqlValue[] = [];
  const sources = fields.map((field) => {
    if (kept.has(field.id)) return identifier(field.column);
    if (field.default === null) return 'NULL';
    values.push(boundValue(field, field.default, 'sqlite'));
    return '?';
  });
  const names = [...system, ...fields.map((field) => identifier(field.column))].join(', ');
  const copy =
    `INSERT INTO ${identifier(REBUILT_TABLE)} (${names})\n` +
    `SELECT ${[...system, ...sources].join(', ')} FROM ${identifier(after.table)}`;
  return [
    compileTable(after, REBUILT_TABLE, catalog, 'sqlite'),
    execute(copy, values),
    execute(`DROP TABLE ${identifier(after.table)}`),
    execute(`ALTER TABLE ${identifier(REBUILT_TABLE)} RENAME TO ${identifier(after.table)}`),
  ];
}
