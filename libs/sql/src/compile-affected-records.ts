/** How many records of each account lose or get values by a schema change, and how many bytes, before it, while they exist. */
import { ID_BYTES, valueSize } from '#domain/records/record-size';
import type { Collection, Field } from '#domain/schema/collection';
import { isDestructive, type SchemaChange } from '#domain/schema/diff-collection';
import { isEncrypted, storageOf } from '#domain/schema/field-storage';
import { compileValueSize } from './compile-record-size';
import { hasSecret } from './compile-secret';
import type { Dialect } from './dialect/dialect';
import { identifier } from './identifier';
import { renderStatement } from './render-statement';
import { BARE_ROW } from './row-source';
import { joinSql, type SqlFragment, sql } from './sql-fragment';

export interface AffectedField {
  readonly op: 'fill' | 'clear';
  readonly field: Field;
}

/** The fields whose values the changes remove, and the new fields whose default fills the existing records. */
export function affectedFields(changes: readonly SchemaChange[]): readonly AffectedField[] {
  return changes.flatMap((change): readonly AffectedField[] => {
    if (change.kind === 'remove_field') return isDestructive(change) ? [{ op: 'clear', field: change.field }] : [];
    if (change.kind !== 'add_field') return [];
    const { field } = change;
    return field.default !== null && storageOf(field) === 'column' ? [{ op: 'fill', field }] : [];
  });
}

/**
 * Rows of account_id, n (the position of the field), records and bytes (of the values that come or go), in the order of
 * accounts. At least one field.
 */
export function compileAffectedRecords(
  { table }: Collection,
  affected: readonly AffectedField[],
  dialect: Dialect,
): string {
  const selects = affected.map(({ op, field }, n) => {
    if (op === 'fill') return sums(n, 'COUNT(*)', sql(`COUNT(*) * ${valueSize(field, field.default)}`), table);
    if (storageOf(field) === 'junction') {
      return sums(n, 'COUNT(DISTINCT "record_id")', sql(`COUNT(*) * ${ID_BYTES}`), field.column);
    }
    const bytes = sql('SUM(', compileValueSize(field, BARE_ROW, dialect), ')');
    return sums(n, 'COUNT(*)', bytes, table, sql(' WHERE ', hasValue(field)));
  });
  return renderStatement(dialect, sql(joinSql(selects, ' UNION ALL '), ' ORDER BY "account_id", "n"')).text;
}

/** Rows of account_id and records, in the order of accounts. */
export function compileRecordsByAccount({ table }: Collection): string {
  return `SELECT "account_id", COUNT(*) AS "records" FROM ${identifier(table)} GROUP BY "account_id" ORDER BY "account_id"`;
}

function hasValue(field: Field): SqlFragment {
  return isEncrypted(field) ? hasSecret(BARE_ROW, field) : sql(BARE_ROW.column(field.column), ' IS NOT NULL');
}

function sums(n: number, count: string, bytes: SqlFragment, table: string, where = sql('')): SqlFragment {
  const select = sql(`SELECT "account_id", ${n} AS "n", ${count} AS "records", `, bytes, ' AS "bytes"');
  return sql(select, ` FROM ${identifier(table)}`, where, ' GROUP BY "account_id"');
}
