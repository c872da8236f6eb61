/** Which values meet which: the type of a field's values and the few coercions of literals. */
import type { Expression } from './ast';
import { parseDate, parseDatetime } from './calendar';
import type { BoundOperand, ColumnOperand, Operand, ParameterOperand, ValueType } from './condition';
import { writtenPath } from './json-path';
import { LanguageError } from './language-error';

type Literal = Extract<BoundOperand, { readonly kind: 'literal' | 'given' }>;

export function isLiteral(operand: Operand): operand is Literal {
  return operand.kind === 'literal' || operand.kind === 'given';
}

export function isNullLiteral(operand: Operand): boolean {
  return operand.kind === 'literal' && operand.value === null;
}

function leadsNowhere(operand: Operand): boolean {
  return operand.kind === 'column' && operand.leadsNowhere === true;
}

/** A value inside of json that has taken no type yet. */
export function isUntyped(operand: Operand): operand is ColumnOperand {
  return operand.kind === 'column' && operand.inside !== undefined && operand.type === 'json';
}

/** Its type is that of what it is used with. */
export function adapts(operand: Operand): operand is ColumnOperand | ParameterOperand {
  if (operand.kind === 'parameter') return !operand.isTyped;
  return leadsNowhere(operand) || isUntyped(operand);
}

/** The value is a list or a path crosses one. */
export function isMany(operand: Operand): boolean {
  return (operand.kind === 'column' && operand.many) || (operand.kind === 'data' && operand.list);
}

/**
 * The type that operands used together have: that of the first that is no coercible literal, else text. Null literals have
 * none of their own.
 */
export function commonType(operands: readonly Operand[]): ValueType | null {
  const typed = operands.find(
    (operand) => !adapts(operand) && (!isLiteral(operand) || (operand.type !== 'text' && !isNullLiteral(operand))),
  );
  return (typed ?? operands.find((operand) => !isNullLiteral(operand) && !isUntyped(operand)))?.type ?? null;
}

/** The operand as a value of that type; text literals become dates, datetimes and booleans. Throws LanguageError. */
export function coerce(operand: Operand, type: ValueType, expression: Expression): Operand {
  if (isLiteral(operand)) return coerceLiteral(operand, type, expression);
  if (operand.kind === 'parameter' && !operand.isTyped) return { ...operand, type, isTyped: true };
  if (operand.type === type) return operand;
  if (operand.kind === 'column' && adapts(operand)) {
    return { ...operand, type: leadsNowhere(operand) ? type : jsonScalar(type, expression) };
  }
  const hint = isDatePair(operand.type, type) ? "; date_add(x, 0, 'days') turns a date into a datetime" : '';
  throw new LanguageError(
    'TYPE',
    expression.offset,
    `Expected ${type} but ${describe(expression)} is ${operand.type}${hint}`,
  );
}

/** One value of that type: no list, no null literal. Throws LanguageError. */
export function singleValue(operand: Operand, type: ValueType, expression: Expression): Operand {
  if (isMany(operand)) {
    throw new LanguageError(
      'TYPE',
      expression.offset,
      `One value is needed here, but ${describe(expression)} has several; those can only be compared, tested for null or counted`,
    );
  }
  if (isNullLiteral(operand)) throw new LanguageError('TYPE', expression.offset, `Expected ${type} but found null`);
  return coerce(operand, type, expression);
}

/** Of values in json alone, that have no type to compare them by. `what`: where they stand. */
export function untyped({ offset }: Expression, what: string): LanguageError {
  const problem = `Values in json have the type of what they are used with, so ${what} needs a value that has one, such as a literal`;
  return new LanguageError('TYPE', offset, problem);
}

function jsonScalar(type: ValueType, expression: Expression): ValueType {
  if (type === 'text' || type === 'number' || type === 'boolean') return type;
  const problem = `${describe(expression)} is in json, where there are texts, numbers and booleans, but no ${type}s`;
  throw new LanguageError('TYPE', expression.offset, problem);
}

export function coerceLiteral(literal: Literal, type: ValueType, expression: Expression): Literal {
  if (isNullLiteral(literal) || literal.type === type) return { ...literal, type };
  const written = expression.kind === 'literal' ? expression.value : null;
  const value = typeof written === 'string' ? fromText(written, type) : null;
  if (value !== null) return literal.kind === 'given' ? { ...literal, type } : { kind: 'literal', type, value };
  throw new LanguageError('TYPE', expression.offset, `Expected ${FORM[type]} but found ${describe(expression)}`);
}

const FORM: Readonly<Record<ValueType, string>> = {
  text: 'a text in quotes',
  number: 'a number',
  boolean: 'true or false',
  datetime: "a datetime such as '2026-01-31T08:30:00Z'",
  date: "a date such as '2026-01-31'",
  json: 'json',
};

/** What a text literal comes to where another type is needed; null: nothing. */
export function fromText(text: string, type: ValueType): string | boolean | null {
  if (type === 'datetime') return parseDatetime(text);
  if (type === 'date') return parseDate(text);
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return null;
}

function isDatePair(left: ValueType, right: ValueType): boolean {
  return (left === 'date' && right === 'datetime') || (left === 'datetime' && right === 'date');
}

/** How messages name an expression. */
export function describe(expression: Expression): string {
  switch (expression.kind) {
    case 'path':
      return `'${writtenPath(expression.names, expression.steps)}'`;
    case 'request':
      return `@request.${expression.names.join('.')}`;
    case 'literal':
      return expression.value === null ? 'null' : `${typeof expression.value} ${shorten(String(expression.value))}`;
    case 'call':
      return `${expression.name}(…)`;
    case 'macro':
      return `@${expression.name}`;
    case 'parameter':
      return `the parameter $${expression.index + 1}`;
    default:
      return 'the expression';
  }
}

const SHOWN_LITERAL = 40;

function shorten(text: string): string {
  const characters = Array.from(text);
  return characters.length > SHOWN_LITERAL ? `${characters.slice(0, SHOWN_LITERAL).join('')}…` : text;
}
