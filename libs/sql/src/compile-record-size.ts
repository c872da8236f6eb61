/** record-size.ts as SQL, for rows whose values are not read: those that are erased, or change with their table. */
import { ADDED_BYTES, PREFIX_CHARACTERS } from '#domain/records/ciphertext';
import { FIXED_BYTES, ID_BYTES, SYSTEM_BYTES } from '#domain/records/record-size';
import type { Collection, Field } from '#domain/schema/collection';
import { columnFields, isEncrypted, linkedFields, storageKind } from '#domain/schema/field-storage';
import type { Dialect } from './dialect/dialect';
import { identifier } from './identifier';
import { renderStatement } from './render-statement';
import { BARE_ROW, type RowSource } from './row-source';
import { joinSql, type SqlFragment, sql } from './sql-fragment';

/** Bytes of a row, without the targets of its multiple references. */
export function compileRowSize({ fields }: Pick<Collection, 'fields'>, dialect: Dialect): SqlFragment {
  const sizes = columnFields(fields).map((field) => compileValueSize(field, BARE_ROW, dialect));
  return joinSql([sql(`${SYSTEM_BYTES}`), ...sizes], ' + ');
}

/** Bytes of a field's value in its column; 0 for null. A value that is encrypted has as many as one that is not. */
export function compileValueSize(field: Field, row: RowSource, dialect: Dialect): SqlFragment {
  const plain = compilePlainSize(field, row.column(field.column), dialect);
  if (!isEncrypted(field)) return plain;
  const ciphertext = row.column(field.encryption.column);
  const characters = sql('(', dialect.byteLength('text', ciphertext), ` - ${PREFIX_CHARACTERS})`);
  return sql('CASE WHEN ', ciphertext, ' IS NULL THEN ', plain, ' ELSE ', characters, ` * 3 / 4 - ${ADDED_BYTES} END`);
}

function compilePlainSize(field: Field, column: SqlFragment, dialect: Dialect): SqlFragment {
  const kind = storageKind(field);
  if (kind === 'text' || kind === 'json') return sql('COALESCE(', dialect.byteLength(kind, column), ', 0)');
  return sql('CASE WHEN ', column, ` IS NULL THEN 0 ELSE ${FIXED_BYTES[kind]} END`);
}

/** Counts the bytes of all records of a collection anew. */
export function compileRecount(collection: Pick<Collection, 'id' | 'table' | 'fields'>, dialect: Dialect): string {
  const ofAccount = 'WHERE t."account_id" = "record_counts"."account_id"';
  const rows = sql(
    'COALESCE((SELECT SUM(',
    compileRowSize(collection, dialect),
    `) FROM ${identifier(collection.table)} t ${ofAccount}), 0)`,
  );
  const links = linkedFields(collection.fields).map(({ column }) =>
    sql(`(SELECT COUNT(*) * ${ID_BYTES} FROM ${identifier(column)} t ${ofAccount})`),
  );
  return renderStatement(
    dialect,
    sql('UPDATE "record_counts" SET "bytes" = ', joinSql([rows, ...links], ' + '), ` WHERE "collection_id" = $1`),
  ).text;
}
