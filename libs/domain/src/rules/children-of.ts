/** What an expression is made of, one level deep, for whoever looks through the whole of it. */
import type { Expression } from './ast';

/** Macros whose arguments are no fields, though they may stand without quotes. */
const NAMES_OTHERS: ReadonlySet<string> = new Set(['has_permission']);

export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'literal':
    case 'path':
    case 'request':
    case 'parameter':
    // A SELECT inside has names of its own.
    case 'select':
    case 'exists':
      return [];
    case 'macro':
      return NAMES_OTHERS.has(expression.name) ? [] : expression.args;
    case 'call':
      return expression.args;
    case 'and':
    case 'or':
      return expression.items;
    case 'not':
    case 'negate':
      return [expression.item];
    case 'compare':
    case 'like':
    case 'arithmetic':
      return [expression.left, expression.right];
    case 'in':
      return [expression.left, ...expression.items];
    case 'member':
    case 'null':
    case 'among':
      return [expression.left];
    case 'measure':
      return expression.item === null ? [] : [expression.item];
  }
}
