import type { ColumnOperand } from '#domain/rules/condition';
import { writtenPath } from '#domain/rules/json-path';
import { computedKey } from '#domain/schema/index-term';

/** A value of the row itself as PhysicalIndex.columns have it; null: no index is over it. */
export function indexKey({ path, many, column, inside, type, of }: ColumnOperand): string | null {
  if (path.length > 0 || many) return null;
  if (of !== undefined && typeof column !== 'string') return computedKey(column);
  const name = typeof column === 'string' ? column : column.column;
  return inside === undefined ? name : `${writtenPath([name], inside)}:${type}`;
}
