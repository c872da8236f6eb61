/**
 * Where a condition reads its row from: a stored row, the row an insert is about to write, or a stored row as an update
 * will leave it. Conditions are compiled the same way against all of them.
 */
import type { Collection, Field } from '#domain/schema/collection';
import { identifier } from './identifier';
import { type SqlFragment, sql } from './sql-fragment';

/** What a statement calls the records that it is about. */
export const RECORD = 'r';

export interface RowSource {
  /** Of a table, so that its indexes have it. */
  readonly isStored: boolean;
  /** By physical name. */
  column(name: string): SqlFragment;
  /** JSON list of the ids of a multiple reference that the junction table does not hold yet; null: it holds them. */
  pendingTargets(field: Field): SqlFragment | null;
}

/** `name` is a table's name or an alias made by the compiler. */
export function storedRow(name: string): RowSource {
  const prefix = `${identifier(name)}.`;
  return { isStored: true, column: (column) => sql(prefix + identifier(column)), pendingTargets: () => null };
}

/** The row of the only table that a statement has. */
export const BARE_ROW: RowSource = {
  isStored: true,
  column: (column) => sql(identifier(column)),
  pendingTargets: () => null,
};

/** FROM item: the collection's records under their name. */
export function recordsOf({ table }: Collection): string {
  return `${identifier(table)} AS "${RECORD}"`;
}

/** FROM item: records that a SELECT finds, under their name. */
export function asRecords(select: SqlFragment): SqlFragment {
  return sql('(', select, `) AS "${RECORD}"`);
}
