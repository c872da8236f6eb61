/**
 * A table made anew from its rows, for an engine that cannot alter columns in place: as SQLite's manual describes
 * (https://sqlite.org/lang_altertable.html §7), which needs foreign_keys=OFF around the transaction and a foreign_key_check
 * before its end.
 */
import type { Catalog } from '#domain/schema/catalog';
import type { Collection } from '#domain/schema/collection';
import { columnFields, encryptedFields, storageKind } from '#domain/schema/field-storage';
import { compileTable, SYSTEM_COLUMN_ORDER } from './compile-ddl-table';
import { execute } from './ddl-step';
import type { DdlStep } from './ddl-step';
import type { Dialect } from './dialect/dialect';
import { driverValue } from './driver-value';
import { identifier } from './identifier';
import type { SqlValue } from './sql-fragment';

/** Lives only inside the transaction of one exclusive unit. */
const REBUILT_TABLE = 'rebuilt_table';

/** `before` and `after` have the same table; fields are the same by their ids. */
export function compileRebuild(
  before: Collection,
  after: Collection,
  catalog: Catalog,
  dialect: Dialect,
): readonly DdlStep[] {
  const kept = new Set(before.fields.map((field) => field.id));
  const had = new Set(encryptedFields(before.fields).map(({ encryption }) => encryption.column));
  const fields = columnFields(after.fields);
  const encrypted = encryptedFields(after.fields).map(({ encryption }) => encryption.column);
  const system = SYSTEM_COLUMN_ORDER.map(identifier);
  const values: SqlValue[] = [];
  const sources = fields.map((field) => {
    if (kept.has(field.id)) return identifier(field.column);
    if (field.default === null) return 'NULL';
    const kind = storageKind(field);
    values.push(driverValue(dialect.booleans, kind, field.default));
    return dialect.ddl.fillPlaceholder(values.length, kind);
  });
  sources.push(...encrypted.map((column) => (had.has(column) ? identifier(column) : 'NULL')));
  const names = [...system, ...[...fields.map(({ column }) => column), ...encrypted].map(identifier)].join(', ');
  const copy =
    `INSERT INTO ${identifier(REBUILT_TABLE)} (${names})\n` +
    `SELECT ${[...system, ...sources].join(', ')} FROM ${identifier(after.table)}`;
  return [
    compileTable(after, REBUILT_TABLE, catalog, dialect),
    execute(copy, values),
    execute(`DROP TABLE ${identifier(after.table)}`),
    execute(`ALTER TABLE ${identifier(REBUILT_TABLE)} RENAME TO ${identifier(after.table)}`),
  ];
}
