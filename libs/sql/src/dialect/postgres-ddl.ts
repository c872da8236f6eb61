/** Tables on PostgreSQL. */
import type { SlotType } from '../sql-fragment';
import type { DdlDialect } from './ddl-dialect';

const TYPES: Readonly<Record<SlotType, string>> = {
  // Compared by code point, as SQLite does by itself.
  text: 'text COLLATE "C"',
  number: 'double precision',
  boolean: 'boolean',
  datetime: 'timestamptz(3)',
  date: 'date',
  json: 'json',
  integer: 'integer',
};

export const postgresDdl: DdlDialect = {
  columnType: (kind) => TYPES[kind],
  tableEnding: '',
  foreignKeyEnding: ' DEFERRABLE INITIALLY IMMEDIATE',
  altersColumns: true,
  fillPlaceholder: (number, kind) => `$${number}::${TYPES[kind]}`,
  byteLength: (quotedColumn) => `octet_length(${quotedColumn})`,
};
