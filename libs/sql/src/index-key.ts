import type { NamedOperand } from '#domain/rules/condition';
import { writtenPath } from '#domain/rules/json-path';
import { computedKey } from '#domain/schema/index-term';

/** A value of the row itself as PhysicalIndex.columns have it; null: no index is over it. */
export function indexKey(operand: NamedOperand): string | null {
  if (operand.kind === 'aggregate') return null;
  const { path, many, column, inside, type, of, leadsNowhere } = operand;
  if (path.length > 0 || many || leadsNowhere) return null;
  if (of !== undefined && typeof column !== 'string') return computedKey(column);
  const name = typeof column === 'string' ? column : column.column;
  return inside === undefined ? name : `${writtenPath([name], inside)}:${type}`;
}
