/** How many records of each account lose or get values by a schema change, counted before it, while they exist. */
import type { Collection, Field } from '#domain/schema/collection';
import type { SchemaChange } from '#domain/schema/diff-collection';
import { storageOf } from '#domain/schema/field-storage';
import { identifier } from './identifier';

export interface AffectedField {
  readonly op: 'fill' | 'clear';
  readonly field: Field;
}

/** The fields whose values the changes remove, and the new fields whose default fills the existing records. */
export function affectedFields(changes: readonly SchemaChange[]): readonly AffectedField[] {
  return changes.flatMap((change): readonly AffectedField[] => {
    if (change.kind === 'remove_field') return [{ op: 'clear', field: change.field }];
    if (change.kind !== 'add_field') return [];
    const { field } = change;
    return field.default !== null && storageOf(field) === 'column' ? [{ op: 'fill', field }] : [];
  });
}

/** Rows of account_id, n (the position of the field) and records, in the order of accounts. At least one field. */
export function compileAffectedRecords({ table }: Collection, affected: readonly AffectedField[]): string {
  const selects = affected.map(({ op, field }, n) => {
    if (op === 'fill') return countText(n, 'COUNT(*)', table);
    const column = identifier(field.column);
    if (storageOf(field) === 'column') return countText(n, 'COUNT(*)', table, ` WHERE ${column} IS NOT NULL`);
    return countText(n, 'COUNT(DISTINCT "record_id")', field.column);
  });
  return `${selects.join(' UNION ALL ')} ORDER BY "account_id", "n"`;
}

/** Rows of account_id and records, in the order of accounts. */
export function compileRecordsByAccount({ table }: Collection): string {
  return `SELECT "account_id", COUNT(*) AS "records" FROM ${identifier(table)} GROUP BY "account_id" ORDER BY "account_id"`;
}

function countText(n: number, count: string, table: string, where = ''): string {
  return `SELECT "account_id", ${n} AS "n", ${count} AS "records" FROM ${identifier(table)}${where} GROUP BY "account_id"`;
}
