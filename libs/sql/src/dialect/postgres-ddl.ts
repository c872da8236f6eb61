/** Tables on PostgreSQL. */
import type { SlotType } from '../sql-fragment';
import type { DdlDialect } from './ddl-dialect';

const COLLATION = ' COLLATE "C"';

const TYPES: Readonly<Record<SlotType, string>> = {
  text: `text${COLLATION}`,
  number: 'double precision',
  boolean: 'boolean',
  datetime: 'timestamptz(3)',
  date: 'date',
  json: 'json',
  integer: 'integer',
};

export const postgresDdl: DdlDialect = {
  columnType: (kind) => TYPES[kind],
  textCollation: COLLATION,
  tableEnding: '',
  foreignKeyEnding: ' DEFERRABLE INITIALLY IMMEDIATE',
  altersColumns: true,
  fillPlaceholder: (number, kind) => `$${number}::${TYPES[kind]}`,
  byteLength: (text) => `octet_length(${text})`,
  nullsFirst: ' NULLS FIRST',
};
