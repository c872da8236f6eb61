/** Decides a condition in memory, by the same three-valued logic as the databases: for realtime, hooks and tests. */
import type { Collection, Field, JsonValue } from '#domain/schema/collection';
import { compare, isIn } from './compare-values';
import type { Condition, ComparisonOperator, Operand } from './condition';
import { evaluateComputed, evaluateOperand, evaluateValues } from './evaluate-operand';
import { member, type Environment, type Evaluation, type Truth, type Value } from './evaluation';
import { likePattern, matchesLike } from './like-pattern';
import { isMany } from './value-type';

/** null: unknown, which is not true. Never throws. */
export function evaluateCondition(condition: Condition, environment: Environment): Truth {
  return holds(condition, { ...environment, holds });
}

/** The value of a computed field of the row; null where it fails. Never throws. */
export function evaluateField(collection: Collection, field: Field, environment: Environment): JsonValue {
  return evaluateComputed(collection, field, { ...environment, holds }) ?? null;
}

function holds(condition: Condition, evaluation: Evaluation): Truth {
  switch (condition.kind) {
    case 'constant':
      return condition.value;
    case 'and':
      return combine(condition.items, false, evaluation);
    case 'or':
      return combine(condition.items, true, evaluation);
    case 'not':
      return negate(holds(condition.item, evaluation));
    case 'compare':
      return comparePairs(condition.op, condition.left, condition.right, evaluation);
    case 'like':
      return evaluateLike(condition, evaluation);
    case 'in': {
      const items = condition.items.map((item) => evaluateOperand(item, evaluation));
      return anyValue(condition.left, evaluation, (value) => negateIf(condition.negated, isIn(value, items)));
    }
    case 'null':
      return anyValue(condition.operand, evaluation, (value) =>
        value === undefined ? null : (value === null) !== condition.negated,
      );
    case 'truth': {
      const value = evaluateOperand(condition.operand, evaluation);
      return typeof value === 'boolean' ? value : null;
    }
    case 'has_group':
      return evaluation.values.auth.groups.includes(condition.group);
    case 'isset':
      return evaluation.bodyKnown === false ? null : Object.hasOwn(evaluation.values.data, condition.name);
    case 'changed':
      return evaluateChanged(condition.field.name, evaluation);
    case 'time_range': {
      const hour = evaluation.values.now.getUTCHours();
      return condition.from <= hour && hour < condition.to;
    }
    case 'exists':
    case 'among':
      return null;
    case 'has_permission':
      return holds(condition.condition, { ...evaluation, row: null, bodyKnown: false }) === true;
  }
}

/** `decisive` ends the search: false for and, true for or. */
function combine(items: readonly Condition[], decisive: boolean, evaluation: Evaluation): Truth {
  let result: Truth = !decisive;
  for (const item of items) {
    const truth = holds(item, evaluation);
    if (truth === decisive) return decisive;
    if (truth === null) result = null;
  }
  return result;
}

function negate(truth: Truth): Truth {
  return truth === null ? null : !truth;
}

function negateIf(negated: boolean, truth: Truth): Truth {
  return negated ? negate(truth) : truth;
}

/** At most one side has several values: one that satisfies is enough, and none is false. */
function comparePairs(op: ComparisonOperator, left: Operand, right: Operand, evaluation: Evaluation): Truth {
  if (isMany(right)) {
    const value = evaluateOperand(left, evaluation);
    return anyValue(right, evaluation, (other) => compare(op, value, other));
  }
  const value = evaluateOperand(right, evaluation);
  return anyValue(left, evaluation, (other) => compare(op, other, value));
}

function anyValue(operand: Operand, evaluation: Evaluation, test: (value: Value) => Truth): Truth {
  if (!isMany(operand)) return test(evaluateOperand(operand, evaluation));
  const values = evaluateValues(operand, evaluation);
  return values === undefined ? null : values.some((value) => test(value) === true);
}

function evaluateLike(condition: Extract<Condition, { kind: 'like' }>, evaluation: Evaluation): Truth {
  const text = evaluateOperand(condition.pattern, evaluation);
  const pattern = typeof text === 'string' ? likePattern(text) : null;
  return anyValue(condition.left, evaluation, (value) => {
    if (pattern === null || typeof value !== 'string') return null;
    return negateIf(condition.negated, matchesLike(value, pattern));
  });
}

function evaluateChanged(name: string, environment: Environment): Truth {
  const written = environment.written ?? environment.row;
  if (written === null || environment.bodyKnown === false) return null;
  const value = member(written, name) as JsonValue;
  const before = environment.old === undefined ? null : (member(environment.old, name) as JsonValue);
  return JSON.stringify(value ?? null) !== JSON.stringify(before ?? null);
}
