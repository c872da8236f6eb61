/** What an expression is made of, one level deep, for whoever looks through the whole of it. */
import type { Expression } from './ast';

export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'literal':
    case 'path':
    case 'request':
      return [];
    case 'macro':
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
      return [expression.left];
  }
}
