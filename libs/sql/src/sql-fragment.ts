/**
 * SQL text with its values beside it, never inside it. Text comes from constants and checked identifiers only; a value is
 * a slot, numbered when the whole statement is rendered for a dialect.
 */
import type { BoundOperand, Condition } from '#domain/rules/condition';

export type SqlValue = string | number | null;

/** Where a placeholder's value comes from when the statement runs. */
export type Slot =
  | { readonly from: 'constant'; readonly value: SqlValue }
  /** Literals and request values of rules, converted to the column type they meet. */
  | { readonly from: 'operand'; readonly operand: BoundOperand }
  /** A condition decided in memory before the statement runs (time_range, has_permission, has_group, isset): 1 or 0. */
  | { readonly from: 'decision'; readonly condition: Condition }
  /** A pattern for LIKE, made of the operand by likePattern(). */
  | { readonly from: 'pattern'; readonly operand: BoundOperand }
  /** Named by the compiler and given by the store: account, id, skip, limit, rows, … */
  | { readonly from: 'parameter'; readonly name: string };

export type SqlPart = string | Slot;

export interface SqlFragment {
  readonly parts: readonly SqlPart[];
}

/** A finished statement: one text and the slots of its placeholders, in order. */
export interface Statement {
  readonly text: string;
  readonly slots: readonly Slot[];
}
