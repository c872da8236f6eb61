/** Turns a syntax tree into a checked condition: every name resolved, every type known. */
import type { Expression, ExpressionOf } from './ast';
import { bodyFunction, checkBodyFunction } from './check-body-function';
import { checkComparison, checkIn, checkLike, checkMembership, checkNull } from './check-comparison';
import { checkMacro, isBuiltIn, refuseMacro } from './check-macro';
import { checkOperand } from './check-operand';
import type { Checker, Place } from './checker';
import type { Condition, Operand } from './condition';
import { LanguageError } from './language-error';
import { adapts, coerce, describe, isMany } from './value-type';

const VALUES: readonly Expression['kind'][] = ['literal', 'path', 'call', 'arithmetic', 'negate'];

/** Throws LanguageError. `permission` as in Checker. */
export function checkExpression(expression: Expression, place: Place, permission: Checker['permission']): Condition {
  return checkerFor(place, permission).condition(expression);
}

/** As a value; a condition is one of the type boolean. It has no macros. Throws LanguageError. */
export function checkValue(expression: Expression, place: Place): Operand {
  const checker = checkerFor(place, () => {
    throw new Error('No expression for a value asks for a permission');
  });
  if (VALUES.includes(expression.kind)) return checkOperand(expression, checker);
  return { kind: 'condition', type: 'boolean', condition: checkCondition(expression, checker) };
}

export function checkerFor(
  place: Place,
  permission: Checker['permission'],
  macro: (call: ExpressionOf<'macro'>, checker: Checker) => Operand = refuseMacro,
): Checker {
  const checker: Checker = {
    place,
    permission,
    macro: (call) => macro(call, checker),
    condition: (inner) => checkCondition(inner, checker),
    operand: (inner) => checkOperand(inner, checker),
  };
  return checker;
}

export function checkCondition(expression: Expression, checker: Checker): Condition {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return { kind: expression.kind, items: expression.items.map((item) => checker.condition(item)) };
    case 'not':
      return { kind: 'not', item: checker.condition(expression.item) };
    case 'compare':
      return checkComparison(expression, checker);
    case 'like':
      return checkLike(expression, checker);
    case 'in':
      return checkIn(expression, checker);
    case 'member':
      return checkMembership(expression, checker);
    case 'null':
      return checkNull(expression, checker);
    case 'macro':
      return isBuiltIn(expression.name) ? checkMacro(expression, checker) : checkTruth(expression, checker);
    case 'call': {
      const name = bodyFunction(expression.name);
      return name === undefined ? checkTruth(expression, checker) : checkBodyFunction(name, expression, checker.place);
    }
    default:
      return checkTruth(expression, checker);
  }
}

/** A boolean value standing alone. */
export function checkTruth(expression: Expression, checker: Checker): Condition {
  if (expression.kind === 'literal' && typeof expression.value === 'boolean') {
    return { kind: 'constant', value: expression.value };
  }
  const found = checker.operand(expression);
  const operand = adapts(found) ? coerce(found, 'boolean', expression) : found;
  if (operand.type !== 'boolean') {
    throw new LanguageError(
      'TYPE',
      expression.offset,
      `A condition is needed here, but ${describe(expression)} is a value of type ${operand.type}`,
    );
  }
  if (!isMany(operand)) return { kind: 'truth', operand };
  // Several values stand in comparisons only, so that compiler and evaluator meet them in one place.
  return { kind: 'compare', op: '=', left: operand, right: { kind: 'literal', type: 'boolean', value: true } };
}
