/** What a part of a rule looks at: every field, request value and computed value in it, under the text that stands for it. */
import type { Expression, ExpressionOf } from './ast';
import { bodyFunction } from './check-body-function';
import type { Checker } from './checker';
import { childrenOf } from './children-of';
import type { Operand } from './condition';
import { writtenPath } from './json-path';
import { isGroups } from './request-value';

export interface SeenValue {
  readonly name: string;
  /** groups: those of the caller. null: what a write sends, and nothing is sent. */
  readonly of: Operand | 'groups' | null;
}

/** null: it has none of its own, as the first sum of two has none. */
export type TextOf = (expression: Expression) => string | null;

/** Each once, in the order in which they stand. The part must have been checked. */
export function seenValues(part: Expression, checker: Checker, textOf: TextOf): readonly SeenValue[] {
  const seen = new Map<string, SeenValue>();
  const look = (expression: Expression): void => {
    const name = nameOf(expression, textOf);
    if (name !== null && !seen.has(name)) seen.set(name, { name, of: sourceOf(expression, checker) });
    for (const inner of [...childrenOf(expression), ...impliedBy(expression)]) look(inner);
  };
  look(part);
  return [...seen.values()];
}

/** null: it is no value, or one that says what it is. */
function nameOf(expression: Expression, textOf: TextOf): string | null {
  switch (expression.kind) {
    case 'path':
      return writtenPath(expression.names, expression.steps);
    case 'request':
      return `@request.${expression.names.join('.')}`;
    case 'call':
      if (bodyFunction(expression.name) !== undefined) return null;
      return expression.name.toLowerCase() === 'now' ? 'now()' : textOf(expression);
    case 'arithmetic':
    case 'negate':
      return textOf(expression);
    default:
      return null;
  }
}

function sourceOf(expression: Expression, checker: Checker): SeenValue['of'] {
  if (isGroups(expression)) return 'groups';
  const operand = checker.operand(expression);
  return operand.kind === 'data' ? null : operand;
}

/** What a macro looks at without naming it. */
function impliedBy(expression: Expression): readonly Expression[] {
  if (expression.kind === 'member') return [caller('groups', expression.offset)];
  return expression.kind === 'macro' ? impliedByMacro(expression) : [];
}

function impliedByMacro({ name, args, offset }: ExpressionOf<'macro'>): readonly Expression[] {
  switch (name) {
    case 'has_role':
      return [caller('role', offset)];
    case 'has_group':
      return [caller('groups', offset)];
    case 'owns_record':
    case 'is_creator':
      return [...(args.length === 0 ? [field('created_by', offset)] : []), caller('id', offset)];
    case 'is_public':
      return [field('public', offset)];
    case 'in_time_range':
      return [{ kind: 'call', name: 'now', args: [], offset }];
    default:
      return [];
  }
}

function caller(name: string, offset: number): Expression {
  return { kind: 'request', names: ['auth', name], offset };
}

function field(name: string, offset: number): Expression {
  return { kind: 'path', names: [name], offset };
}
