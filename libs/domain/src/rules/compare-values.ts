/** Comparisons of values in memory, by three-valued logic. */
import type { ComparisonOperator } from './condition';
import type { Truth, Value } from './evaluation';
import { compareText } from './text-order';

export function compare(op: ComparisonOperator, left: Value, right: Value): Truth {
  const order = orderOf(left, right);
  if (order === null) return null;
  switch (op) {
    case '=':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}

/** null when either is missing. Dates and datetimes are texts that sort in time. */
function orderOf(left: Value, right: Value): number | null {
  if (typeof left === 'number' && typeof right === 'number') return left < right ? -1 : left > right ? 1 : 0;
  if (typeof left === 'string' && typeof right === 'string') return compareText(left, right);
  if (typeof left === 'boolean' && typeof right === 'boolean') return Number(left) - Number(right);
  return null;
}

export function isIn(value: Value, items: readonly Value[]): Truth {
  let result: Truth = false;
  for (const item of items) {
    const equal = compare('=', value, item);
    if (equal === true) return true;
    if (equal === null) result = null;
  }
  return result;
}
