/**
 * Moves values of an encrypted field to the column where they belong: into that of ciphertexts under the current key, or back into
 * the field's own where encryption was turned off. Nothing else of a record changes, its revision included.
 */
import { NONCE_BYTES, PREFIX_CHARACTERS } from '#domain/records/ciphertext';
import type { Collection } from '#domain/schema/collection';
import { type EncryptedField, storageKind } from '#domain/schema/field-storage';
import { compileValueSize } from './compile-record-size';
import { compileSecret } from './compile-secret';
import type { Dialect } from './dialect/dialect';
import { driverValue } from './driver-value';
import { identifier } from './identifier';
import { renderStatement } from './render-statement';
import { BARE_ROW, RECORD, recordsOf, storedRow } from './row-source';
import { joinSql, parameter, type SqlFragment, type Statement, sql } from './sql-fragment';

/** No two ciphertexts begin alike: with the key's id and the nonce. */
const HEAD_CHARACTERS = PREFIX_CHARACTERS + (NONCE_BYTES * 4) / 3;

/** A value as it was read, and as it is to be kept. */
export interface MovedSecret {
  readonly id: string;
  /** The ciphertext that it had; null: none. */
  readonly before: string | null;
  /** One of the two is null. */
  readonly encrypted: string | null;
  readonly plain: unknown;
}

/**
 * Parameters: account and id of the record to begin behind, prefix (of ciphertexts under the current key), limit. Rows: account_id, id and the bytes of a value that is to be
 * moved, else null; of all records, so that no statement walks further than `limit`.
 */
export function compileScanSecrets({ table }: Collection, field: EncryptedField, dialect: Dialect): Statement {
  const bytes = compileValueSize(field, BARE_ROW, dialect);
  const place = sql('("account_id", "id") > (', parameter('account', 'text'), ', ', parameter('id', 'text'), ')');
  return renderStatement(
    dialect,
    sql(
      'SELECT "account_id", "id", CASE WHEN ',
      isToBeMoved(field),
      ' THEN ',
      bytes,
      ` END AS "bytes" FROM ${identifier(table)} WHERE `,
      place,
      ' ORDER BY "account_id", "id" LIMIT ',
      parameter('limit', 'integer'),
    ),
  );
}

/** Parameters: account, ids (JSON list of texts). Rows: id, body (as text `{"encrypted": …, "plain": …}`). */
export function compileReadSecrets(collection: Collection, field: EncryptedField, dialect: Dialect): Statement {
  const row = storedRow(RECORD);
  const member = { kind: 'secret', name: field.name, field, shown: 'stored' } as const;
  return renderStatement(
    dialect,
    sql(
      'SELECT ',
      joinSql([row.column('id'), sql(dialect.jsonText(compileSecret(dialect, row, member)), ' AS "body"')], ', '),
      ` FROM ${recordsOf(collection)} WHERE `,
      sql(row.column('account_id'), ' = ', parameter('account', 'text'), ' AND ', row.column('id')),
      ' IN (SELECT i."value" FROM ',
      dialect.eachText(parameter('ids', 'json'), 'i'),
      ')',
    ),
  );
}

/** Parameters: account, rows (movedJson()). Returns the ids of the records whose values were still as they had been read. */
export function compileMoveSecrets({ table }: Collection, field: EncryptedField, dialect: Dialect): Statement {
  const row = storedRow(table);
  const [encrypted, plain] = [row.column(field.encryption.column), row.column(field.column)];
  const rows = dialect.jsonRows(parameter('rows', 'json'), [
    { name: 'id', type: 'text' },
    { name: 'head', type: 'text' },
    { name: 'encrypted', type: 'text' },
    { name: 'plain', type: storageKind(field) },
  ]);
  const hasSame = sql('substr(', encrypted, `, 1, ${HEAD_CHARACTERS}) = n."head"`);
  const hasNone = sql('n."head" IS NULL AND ', encrypted, ' IS NULL AND ', plain, ' IS NOT NULL');
  return renderStatement(
    dialect,
    sql(
      `UPDATE ${identifier(table)} SET ${identifier(field.encryption.column)} = n."encrypted", `,
      `${identifier(field.column)} = n."plain" FROM (`,
      rows,
      ') n WHERE ',
      sql(row.column('account_id'), ' = ', parameter('account', 'text'), ' AND ', row.column('id'), ' = n."id"'),
      ' AND (',
      hasSame,
      ' OR (',
      hasNone,
      ')) RETURNING ',
      row.column('id'),
    ),
  );
}

export function movedJson(field: EncryptedField, dialect: Dialect, moved: readonly MovedSecret[]): string {
  const kind = storageKind(field);
  return JSON.stringify(
    moved.map(({ id, before, encrypted, plain }) => ({
      id,
      head: before?.slice(0, HEAD_CHARACTERS) ?? null,
      encrypted,
      plain: driverValue(dialect.booleans, kind, plain),
    })),
  );
}

/** A row, if any record has a ciphertext. */
export function compileAnyCiphertext({ table }: Collection, { encryption }: EncryptedField): string {
  return `SELECT 1 AS "found" FROM ${identifier(table)} WHERE ${identifier(encryption.column)} IS NOT NULL LIMIT 1`;
}

function isToBeMoved({ column, encryption }: EncryptedField): SqlFragment {
  const encrypted = BARE_ROW.column(encryption.column);
  if (!encryption.isOn) return sql(encrypted, ' IS NOT NULL');
  const isUnderKey = sql('substr(', encrypted, `, 1, ${PREFIX_CHARACTERS}) = `, parameter('prefix', 'text'));
  return sql('(', BARE_ROW.column(column), ' IS NOT NULL OR NOT ', isUnderKey, ')');
}
