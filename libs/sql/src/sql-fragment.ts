/**
 * SQL text with its values beside it, never inside it. Text comes from constants and checked identifiers only; a value is
 * a slot, numbered when the whole statement is rendered for a dialect.
 */
import { DomainError } from '#domain/kernel/errors';
import type { BoundOperand, Condition, ValueType } from '#domain/rules/condition';
import type { Field } from '#domain/schema/collection';
import type { Opening } from './list-member';

/**
 * Texts and slots of one statement. A filter repeats the rules of every relation it passes, so a statement can be much longer
 * than its filter, and it costs its engine some hundred times the memory of its text.
 */
const MAX_PARTS = 3000;

export type SqlValue = string | number | null;

/** What a placeholder is typed as; PostgreSQL casts it, so that a parameter's type never depends on where it stands. */
export type SlotType = ValueType | 'integer';

/** Where a placeholder's value comes from when the statement runs. */
export type Slot =
  | { readonly from: 'constant'; readonly type: SlotType; readonly value: SqlValue }
  /** Literals and request values of rules, converted to the column type they meet. */
  | { readonly from: 'operand'; readonly type: SlotType; readonly operand: BoundOperand }
  /** A condition decided in memory before the statement runs (time_range, has_permission, has_group, isset). */
  | { readonly from: 'decision'; readonly type: 'boolean'; readonly condition: Condition }
  /** A pattern for LIKE, made of the operand by likePattern(). */
  | { readonly from: 'pattern'; readonly type: 'text'; readonly operand: BoundOperand }
  /** What the pattern of the operand looks for, where that is one text of some length (like-needle.ts); null otherwise. */
  | { readonly from: 'needle'; readonly type: 'text'; readonly operand: BoundOperand }
  /** A text to be found in a stored list that has the value (list-member.ts). */
  | { readonly from: 'member'; readonly type: 'text'; readonly opening: Opening; readonly operand: BoundOperand }
  /** The time of the request. */
  | { readonly from: 'now'; readonly type: 'datetime' }
  /** What the write stores in the field. */
  | { readonly from: 'stored'; readonly type: SlotType; readonly field: Field }
  /** Named by the compiler and given by the store: account, id, skip, limit, rows, … */
  | { readonly from: 'parameter'; readonly type: SlotType; readonly name: string };

export type SqlPart = string | Slot;

export interface SqlFragment {
  readonly parts: readonly SqlPart[];
}

/** What a driver is given for true and false. */
export interface BooleanValues {
  readonly true: SqlValue;
  readonly false: SqlValue;
}

/** A finished statement: one text and the slots of its placeholders, in order. */
export interface Statement {
  readonly booleans: BooleanValues;
  readonly text: string;
  readonly slots: readonly Slot[];
}

/** Puts texts, slots and fragments together, in order. Throws DomainError QUERY_TOO_COMPLEX. */
export function sql(...pieces: readonly (SqlPart | SqlFragment)[]): SqlFragment {
  const parts: SqlPart[] = [];
  for (const piece of pieces) {
    if (typeof piece === 'object' && 'parts' in piece) append(parts, piece.parts);
    else if (piece !== '') parts.push(piece);
  }
  return { parts };
}

export function joinSql(items: readonly SqlFragment[], separator: string): SqlFragment {
  const parts: SqlPart[] = [];
  items.forEach((item, index) => {
    if (index > 0) parts.push(separator);
    append(parts, item.parts);
  });
  return { parts };
}

/**
 * As joinSql(), for what is as long as a collection has fields: texts that come to stand beside each other are one part, so
 * that a statement is refused for what the caller asks of it, and never for the width of the collection.
 */
export function joinColumns(items: readonly SqlFragment[], separator: string): SqlFragment {
  const parts: SqlPart[] = [];
  const add = (part: SqlPart): void => {
    const last = parts.at(-1);
    if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part;
    else append(parts, [part]);
  };
  items.forEach((item, index) => {
    if (index > 0) add(separator);
    item.parts.forEach(add);
  });
  return { parts };
}

/** Of a fragment without slots. */
export function plainText({ parts }: SqlFragment): string {
  return parts
    .map((part) => {
      if (typeof part === 'string') return part;
      throw new Error('A value would be left out');
    })
    .join('');
}

/** One by one: a spread puts every element on the call stack. */
function append(parts: SqlPart[], more: readonly SqlPart[]): void {
  if (parts.length + more.length > MAX_PARTS) {
    throw new DomainError('QUERY_TOO_COMPLEX', 'unprocessable', 'The request is too complex for the database', {
      hint: 'Use fewer conditions on relations in one request.',
    });
  }
  for (const part of more) parts.push(part);
}

export function parameter(name: string, type: SlotType): SqlFragment {
  return { parts: [{ from: 'parameter', type, name }] };
}
