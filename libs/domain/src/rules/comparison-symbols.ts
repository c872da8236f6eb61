import type { ComparisonOperator } from './condition';
import type { SymbolText } from './token';

/** What stands between two values that are compared, and what it means. */
export const COMPARISONS: Partial<Record<SymbolText, ComparisonOperator>> = {
  '=': '=',
  '==': '=',
  '!=': '!=',
  '<>': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  // Of several values any one does in any case.
  '?=': '=',
  '?!=': '!=',
  '?<': '<',
  '?<=': '<=',
  '?>': '>',
  '?>=': '>=',
};
/** What stands before a pattern. */
export const PATTERNS: readonly SymbolText[] = ['~', '!~', '?~', '?!~'];
