/**
 * A condition with every `not` moved inwards, as far as it goes. Each comparison of single values has an opposite that is
 * unknown where it is, so the meaning stays the same in all three truth values; and what is left no longer asks whether a
 * comparison is false, so that whoever only wants to know what is true need not tell false from unknown.
 */
import type { ComparisonOperator, Condition } from './condition';
import { isMany } from './value-type';

const OPPOSITE: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  '=': '!=',
  '!=': '=',
  '<': '>=',
  '>=': '<',
  '>': '<=',
  '<=': '>',
};

/** A `not` stays before what is never unknown, several values among them, and before what has no opposite. */
export function withInnerNegations(condition: Condition): Condition {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return { kind: condition.kind, items: condition.items.map(withInnerNegations) };
    case 'not':
      return negationOf(condition.item);
    default:
      return condition;
  }
}

function negationOf(condition: Condition): Condition {
  switch (condition.kind) {
    case 'constant':
      return { kind: 'constant', value: !condition.value };
    case 'and':
    case 'or':
      return { kind: condition.kind === 'and' ? 'or' : 'and', items: condition.items.map(negationOf) };
    case 'not':
      return withInnerNegations(condition.item);
    case 'compare': {
      const { op, left, right } = condition;
      return isMany(left) || isMany(right) ? not(condition) : { ...condition, op: OPPOSITE[op] };
    }
    case 'among':
      return { ...condition, negated: !condition.negated };
    case 'like':
    case 'in':
      return isMany(condition.left) ? not(condition) : { ...condition, negated: !condition.negated };
    case 'null':
      return isMany(condition.operand) ? not(condition) : { ...condition, negated: !condition.negated };
    case 'truth':
      return {
        kind: 'compare',
        op: '=',
        left: condition.operand,
        right: { kind: 'literal', type: 'boolean', value: false },
      };
    case 'has_group':
    case 'isset':
    case 'changed':
    case 'time_range':
    case 'has_permission':
    case 'exists':
      return not(condition);
  }
}

function not(item: Condition): Condition {
  return { kind: 'not', item };
}
