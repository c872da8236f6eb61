/** Tables on SQLite. */
import type { SlotType } from '../sql-fragment';
import type { DdlDialect } from './ddl-dialect';

/** NUMERIC keeps whole numbers whole; every double comes back as it was. */
const TYPES: Readonly<Partial<Record<SlotType, string>>> = {
  number: 'NUMERIC',
  boolean: 'INTEGER',
  integer: 'INTEGER',
};

export const sqliteDdl: DdlDialect = {
  columnType: (kind) => TYPES[kind] ?? 'TEXT',
  // The default collation compares by code point.
  textCollation: '',
  // Keeps the rows of an account together, in the order of the primary key.
  tableEnding: ' WITHOUT ROWID',
  // All keys of a transaction are deferred at once, when it asks for that.
  foreignKeyEnding: '',
  altersColumns: false,
  fillPlaceholder: () => '?',
  byteLength: (text) => `length(CAST(${text} AS BLOB))`,
  // They are.
  nullsFirst: '',
};
