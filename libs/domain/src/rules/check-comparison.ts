/** Checks comparisons: that both sides have one type and that the type knows the operator. */
import type { Expression, ExpressionOf } from './ast';
import { isRule, type Checker } from './checker';
import type { BoundOperand, Condition, Operand, ValueType } from './condition';
import { LanguageError } from './language-error';
import { hasLookalikes, MAX_PATTERN_LENGTH } from './like-pattern';
import { isGroups } from './request-value';
import { coerce, coerceLiteral, commonType, describe, isLiteral, isMany, isNullLiteral, isUntyped } from './value-type';

export function checkComparison(expression: ExpressionOf<'compare'>, checker: Checker): Condition {
  const { op, left, right } = expression;
  if (isGroups(left) || isGroups(right)) return checkGroups(expression, checker);
  const leftOperand = checker.operand(left);
  const rightOperand = checker.operand(right);
  if (isNullLiteral(rightOperand)) return nullTest(leftOperand, expression);
  if (isNullLiteral(leftOperand)) return nullTest(rightOperand, expression);
  if (isMany(leftOperand) && isMany(rightOperand)) {
    throw new LanguageError('TYPE', expression.offset, 'Only one side of a comparison can have several values');
  }
  const type = commonType([leftOperand, rightOperand]) ?? 'text';
  refuseOperator(op, type, leftOperand.type === type ? left : right);
  return { kind: 'compare', op, left: coerce(leftOperand, type, left), right: coerce(rightOperand, type, right) };
}

export function checkLike(expression: ExpressionOf<'like'>, checker: Checker): Condition {
  const { left, right, negated } = expression;
  const operand = checker.operand(left);
  const pattern = checker.operand(right);
  refuseOperator(negated ? '!~' : '~', operand.type, left);
  if (!isBound(pattern) || pattern.type !== 'text' || isMany(pattern) || isNullLiteral(pattern)) {
    throw new LanguageError(
      'TYPE',
      right.offset,
      'The pattern on the right of ~ is a text in quotes or a @request value',
    );
  }
  if (right.kind === 'literal' && String(right.value).length > MAX_PATTERN_LENGTH) {
    throw new LanguageError('LIMIT', right.offset, `The pattern is longer than ${MAX_PATTERN_LENGTH} characters`);
  }
  const lookalikes = right.kind !== 'literal' || hasLookalikes(String(right.value));
  return { kind: 'like', negated, left: coerce(operand, 'text', left), pattern, lookalikes };
}

/** `x IN (a, null)` is `x IN (a) || x = null`, so that null means the same in a list as beside `=`. */
export function checkIn(expression: ExpressionOf<'in'>, checker: Checker): Condition {
  const { left, negated } = expression;
  const asked = checker.operand(left);
  const members = expression.items.map((item) => ({ item, operand: checker.operand(item) }));
  const values = members.filter((member) => !isNullLiteral(member.operand));
  const type = isUntyped(asked) ? commonType(values.map((member) => member.operand)) : null;
  const operand = type === null ? asked : coerce(asked, type, left);
  refuseOperator('IN', operand.type, left);
  const items = values.map((member) => checkMember(member.operand, operand.type, member.item));
  const inList: Condition = items.length === 0 ? constant(negated) : { kind: 'in', negated, left: operand, items };
  if (values.length === members.length) return inList;
  return { kind: negated ? 'and' : 'or', items: [inList, isNull(operand, negated)] };
}

export function checkMembership(expression: ExpressionOf<'member'>, checker: Checker): Condition {
  const condition = hasGroup(expression.left, checker);
  return expression.negated ? { kind: 'not', item: condition } : condition;
}

export function checkNull(expression: ExpressionOf<'null'>, checker: Checker): Condition {
  const operand = checker.operand(expression.left);
  return isNullLiteral(operand) ? constant(!expression.negated) : isNull(operand, expression.negated);
}

/** `@request.auth.groups = "editors"`: in any of the groups. */
function checkGroups(expression: ExpressionOf<'compare'>, checker: Checker): Condition {
  if (expression.op === '=') return hasGroup(isGroups(expression.left) ? expression.right : expression.left, checker);
  throw new LanguageError(
    'TYPE',
    expression.offset,
    `@request.auth.groups cannot be compared with ${expression.op}; write !(@request.auth.groups = "editors")`,
  );
}

function hasGroup(name: Expression, checker: Checker): Condition {
  if (!isRule(checker.place)) {
    throw new LanguageError('UNKNOWN_NAME', name.offset, '@request.auth.groups can be used only in rules');
  }
  if (name.kind === 'literal' && typeof name.value === 'string') return { kind: 'has_group', group: name.value };
  throw new LanguageError('TYPE', name.offset, '@request.auth.groups is compared with a text in quotes');
}

function nullTest(operand: Operand, expression: ExpressionOf<'compare'>): Condition {
  const { op } = expression;
  if (op !== '=' && op !== '!=') {
    throw new LanguageError('TYPE', expression.offset, `null cannot be compared with ${op}; use = null or != null`);
  }
  return isNull(operand, op === '!=');
}

/** Several values are null when none of them is anything else; EXISTS can only say that one is. */
function isNull(operand: Operand, negated: boolean): Condition {
  if (isNullLiteral(operand)) return constant(!negated);
  if (!isMany(operand) || negated) return { kind: 'null', negated, operand };
  return { kind: 'not', item: { kind: 'null', negated: true, operand } };
}

function checkMember(operand: Operand, type: ValueType, expression: Expression): BoundOperand {
  if (isMany(operand)) throw new LanguageError('TYPE', expression.offset, `${describe(expression)} is a list itself`);
  if (isLiteral(operand)) return coerceLiteral(operand, type, expression);
  const coerced = coerce(operand, type, expression);
  if (isBound(coerced)) return coerced;
  throw new LanguageError('TYPE', expression.offset, 'Members of a list are literals or @request values');
}

const OPERATORS: Readonly<Record<ValueType, readonly string[]>> = {
  text: ['=', '!=', '<', '<=', '>', '>=', '~', '!~', 'IN'],
  number: ['=', '!=', '<', '<=', '>', '>=', 'IN'],
  datetime: ['=', '!=', '<', '<=', '>', '>=', 'IN'],
  date: ['=', '!=', '<', '<=', '>', '>=', 'IN'],
  boolean: ['=', '!='],
  json: [],
};

function refuseOperator(op: string, type: ValueType, expression: Expression): void {
  if (OPERATORS[type].includes(op)) return;
  const allowed = [...OPERATORS[type], 'IS NULL', 'IS NOT NULL'].join(', ');
  throw new LanguageError(
    'TYPE',
    expression.offset,
    `The operator ${op} does not fit ${describe(expression)}, which is ${type} (allowed: ${allowed})`,
  );
}

function isBound(operand: Operand): operand is BoundOperand {
  return isLiteral(operand) || operand.kind === 'auth' || operand.kind === 'data';
}

function constant(value: boolean): Condition {
  return { kind: 'constant', value };
}
