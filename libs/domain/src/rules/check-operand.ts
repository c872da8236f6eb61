/** Gives a value expression its type, or refuses it. */
import type { Expression, ExpressionOf } from './ast';
import { checkAggregate, checkPath } from './check-aggregate';
import { checkFunction } from './check-function';
import { isBuiltIn } from './check-macro';
import { type Checker, isRule, type Place } from './checker';
import type { BoundOperand, Operand } from './condition';
import { LanguageError } from './language-error';
import { checkRequestValue } from './request-value';
import { describe, singleValue } from './value-type';

export function checkOperand(expression: Expression, checker: Checker): Operand {
  switch (expression.kind) {
    case 'literal':
      return checkLiteral(expression, checker.place);
    case 'path':
      return checkPath(expression, checker.place);
    case 'request':
      return checkRequestValue(expression, checker.place);
    case 'call':
      return checkAggregate(expression, checker.place) ?? checkFunction(expression, checker);
    case 'arithmetic': {
      const left = singleValue(checker.operand(expression.left), 'number', expression.left);
      const right = singleValue(checker.operand(expression.right), 'number', expression.right);
      return { kind: 'arithmetic', type: 'number', op: expression.op, left, right };
    }
    case 'negate': {
      const operand = singleValue(checker.operand(expression.item), 'number', expression.item);
      return { kind: 'negate', type: 'number', operand };
    }
    case 'macro':
      if (!isBuiltIn(expression.name)) return checker.macro(expression);
      throw conditionWhereValue(expression);
    default:
      throw conditionWhereValue(expression);
  }
}

function conditionWhereValue(expression: Expression): LanguageError {
  const message = `A value is needed here, but ${describe(expression)} is a condition`;
  return new LanguageError('TYPE', expression.offset, message);
}

function checkLiteral({ value, place }: ExpressionOf<'literal'>, where: Place): BoundOperand {
  const type = value === null || typeof value === 'string' ? 'text' : typeof value === 'number' ? 'number' : 'boolean';
  if (place === undefined || isRule(where)) return { kind: 'literal', type, value };
  return { kind: 'given', type, ...place };
}
