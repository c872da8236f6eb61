/**
 * Encrypted fields as SQL. A value is in the column of ciphertexts, or in the field's own while it is to be moved; where they are
 * shown it makes no difference which.
 */
import { BULLETS } from '#domain/masks/mask';
import type { OutputMember } from '#domain/query/record-plan';
import { type EncryptedField, storageKind } from '#domain/schema/field-storage';
import { compileValueSize } from './compile-record-size';
import type { Dialect } from './dialect/dialect';
import type { RowSource } from './row-source';
import { type SqlFragment, sql } from './sql-fragment';

/** Whether there is a value. */
export function hasSecret(row: RowSource, { column, encryption }: EncryptedField): SqlFragment {
  return sql('(', row.column(encryption.column), ' IS NOT NULL OR ', row.column(column), ' IS NOT NULL)');
}

/** The bullets that stand for any value; null where there is none. */
export function compileBullets(row: RowSource, field: EncryptedField): SqlFragment {
  return sql('CASE WHEN ', hasSecret(row, field), ` THEN '${BULLETS}' END`);
}

type SecretMember = Extract<OutputMember, { kind: 'secret' }>;

/** As JSON value. */
export function compileSecret(dialect: Dialect, row: RowSource, { field, shown }: SecretMember): SqlFragment {
  if (shown === 'bytes') {
    const bytes = compileValueSize(field, row, dialect);
    return dialect.jsonValue('number', sql('CASE WHEN ', hasSecret(row, field), ' THEN ', bytes, ' END'));
  }
  return dialect.jsonObject([
    { name: 'encrypted', value: dialect.jsonValue('text', row.column(field.encryption.column)) },
    { name: 'plain', value: dialect.jsonValue(storageKind(field), row.column(field.column)) },
  ]);
}
