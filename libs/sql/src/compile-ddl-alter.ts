/** The steps from one version of a collection's table to the next: in place, or by a rebuild where the engine needs one. */
import type { Catalog } from '#domain/schema/catalog';
import type { Collection, Field } from '#domain/schema/collection';
import type { SchemaChange } from '#domain/schema/diff-collection';
import { columnsOf, isEncrypted, isNeverNull, storageKind, storageOf } from '#domain/schema/field-storage';
import { FIELD_TYPES } from '#domain/schema/field-types';
import { physicalIndexes } from '#domain/schema/physical-indexes';
import type { PhysicalIndex } from '#domain/schema/physical-indexes';
import { compileCreateIndex, compileIndexChecks } from './compile-ddl-index';
import { compileRebuild } from './compile-ddl-rebuild';
import { columnDefinitions, compileForeignKey, compileJunction, encryptedColumn } from './compile-ddl-table';
import { check, execute } from './ddl-step';
import type { DdlStep } from './ddl-step';
import type { Dialect } from './dialect/dialect';
import { driverValue } from './driver-value';
import { identifier } from './identifier';

/** `changes` is diffCollection(before, after); the catalog already has `after`. */
export function compileAlterTable(
  before: Collection,
  after: Collection,
  changes: readonly SchemaChange[],
  catalog: Catalog,
  dialect: Dialect,
): readonly DdlStep[] {
  const rebuild = !dialect.ddl.altersColumns && changes.some(needsRebuild);
  const old = indexesOf(before, dialect);
  const wanted = indexesOf(after, dialect);
  const created = rebuild ? wanted : wanted.filter((index) => !isAmong(old, index));
  const oldNames = new Set(old.map(({ index }) => index.name));
  return [
    ...changes.flatMap((change) => requiredCheck(before, change)),
    ...(rebuild ? [] : old.filter((index) => !isAmong(wanted, index)).map(dropIndex)),
    ...changes.flatMap((change) => compileJunctionChange(change, after, catalog, dialect)),
    ...(rebuild
      ? compileRebuild(before, after, catalog, dialect)
      : changes.flatMap((change) => compileColumnChange(change, after, catalog, dialect))),
    ...wanted.flatMap(({ index }) => (oldNames.has(index.name) ? [] : compileIndexChecks(after, index, dialect))),
    ...created.map(({ create }) => create),
  ];
}

interface MadeIndex {
  readonly index: PhysicalIndex;
  readonly create: DdlStep;
}

function indexesOf(collection: Collection, dialect: Dialect): readonly MadeIndex[] {
  return physicalIndexes(collection).map((index) => ({
    index,
    create: compileCreateIndex(collection, index, dialect),
  }));
}

/** One over a field that becomes required or optional is another index of the same name, where its order of nulls is. */
function isAmong(others: readonly MadeIndex[], { create }: MadeIndex): boolean {
  return others.some((other) => other.create.text === create.text);
}

function dropIndex({ index }: MadeIndex): DdlStep {
  return execute(`DROP INDEX ${identifier(index.name)}`);
}

function needsRebuild(change: SchemaChange): boolean {
  if ('index' in change) return false;
  const { field } = change;
  if (storageOf(field) !== 'column') return false;
  if (change.kind === 'add_field') return isNeverNull(field) || FIELD_TYPES[field.type].target !== null;
  if (change.kind === 'encrypt_field') return change.before.required && !isEncrypted(change.before);
  if (change.kind === 'decrypt_field') return !isEncrypted(field);
  return change.kind === 'remove_field' || (change.kind === 'change_field' && change.settings.includes('required'));
}

/** Finds rows without a value for a field that will require one, where there is no value to fill in. */
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
  const condition =
    storageOf(field) === 'junction'
      ? `NOT EXISTS (SELECT 1 FROM ${identifier(field.column)} AS targets WHERE targets.${identifier('account_id')} = ` +
        `${table}.${identifier('account_id')} AND targets.${identifier('record_id')} = ${table}.${identifier('id')})`
      : columnsOf(change.before)
          .map((column) => `${identifier(column)} IS NULL`)
          .join(' AND ');
  return [check(`${count} WHERE ${condition}`, [field.name], 'without a value')];
}

function compileJunctionChange(
  change: SchemaChange,
  after: Collection,
  catalog: Catalog,
  dialect: Dialect,
): readonly DdlStep[] {
  if (!('field' in change) || storageOf(change.field) !== 'junction') return [];
  if (change.kind === 'add_field') return compileJunction(after, change.field, catalog, dialect);
  if (change.kind === 'remove_field') return [execute(`DROP TABLE ${identifier(change.field.column)}`)];
  return [];
}

/** A renamed field keeps its column, so a rename is no change here. */
function compileColumnChange(
  change: SchemaChange,
  after: Collection,
  catalog: Catalog,
  dialect: Dialect,
): readonly DdlStep[] {
  if (!('field' in change) || storageOf(change.field) !== 'column') return [];
  const { field } = change;
  const table = `ALTER TABLE ${identifier(after.table)}`;
  const column = identifier(field.column);
  if (change.kind === 'remove_field') return dropColumns(table, field);
  if (change.kind === 'add_field') return addColumn(field, after, catalog, dialect);
  if (change.kind === 'encrypt_field') return addEncryption(table, change, dialect);
  if (change.kind === 'decrypt_field') return dropEncryption(table, change);
  if (change.kind !== 'change_field' || !change.settings.includes('required') || isEncrypted(field)) return [];
  return [execute(`${table} ALTER COLUMN ${column} ${field.required ? 'SET' : 'DROP'} NOT NULL`)];
}

function dropColumns(table: string, field: Field): readonly DdlStep[] {
  return columnsOf(field).map((name) => execute(`${table} DROP COLUMN ${identifier(name)}`));
}

type EncryptionChange = Extract<SchemaChange, { kind: 'encrypt_field' | 'decrypt_field' }>;

/** Values are moved later, so that there may be none in the field's own column. */
function addEncryption(table: string, { before, field }: EncryptionChange, dialect: Dialect): readonly DdlStep[] {
  if (isEncrypted(before) || !isEncrypted(field)) return [];
  const optional = before.required ? [execute(`${table} ALTER COLUMN ${identifier(field.column)} DROP NOT NULL`)] : [];
  return [execute(`${table} ADD COLUMN ${encryptedColumn(field, dialect)}`), ...optional];
}

/** Once every value has been moved back. */
function dropEncryption(table: string, { before, field }: EncryptionChange): readonly DdlStep[] {
  if (!isEncrypted(before) || isEncrypted(field)) return [];
  const required = field.required ? [execute(`${table} ALTER COLUMN ${identifier(field.column)} SET NOT NULL`)] : [];
  return [execute(`${table} DROP COLUMN ${identifier(before.encryption.column)}`), ...required];
}

function addColumn(field: Field, after: Collection, catalog: Catalog, dialect: Dialect): readonly DdlStep[] {
  const table = identifier(after.table);
  const column = identifier(field.column);
  const definitions = columnDefinitions({ ...field, required: false }, dialect);
  const steps = definitions.map((definition) => execute(`ALTER TABLE ${table} ADD COLUMN ${definition}`));
  if (field.default !== null) {
    const kind = storageKind(field);
    const value = driverValue(dialect.booleans, kind, field.default);
    steps.push(execute(`UPDATE ${table} SET ${column} = ${dialect.ddl.fillPlaceholder(1, kind)}`, [value]));
  }
  if (isNeverNull(field)) steps.push(execute(`ALTER TABLE ${table} ALTER COLUMN ${column} SET NOT NULL`));
  const key = compileForeignKey(field, catalog, dialect);
  if (key !== null) steps.push(execute(`ALTER TABLE ${table} ADD ${key}`));
  return steps;
}
