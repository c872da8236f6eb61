/**
 * Cursors: the position after which a list goes on, as an opaque text. Nothing in one is trusted: it holds values only, no
 * names, and the order it was made for has to be the order it is used with.
 */
import { DomainError } from '#domain/kernel/errors';
import { parseDate, parseDatetime } from '#domain/rules/calendar';
import { isCleanText } from '#domain/schema/clean-text';
import { type KeysetValue, type OrderTerm } from './record-plan';

const MAX_LENGTH = 20_000;
const MAX_VALUES = 10;

/** What a value could stand for, so that a plan can be checked and cached without the value. */
export type CursorValueKind = 'null' | 'number' | 'boolean' | 'datetime' | 'date' | 'text';

export interface Cursor {
  /** As orderSignature(). */
  readonly order: string;
  readonly values: readonly KeysetValue[];
  readonly kinds: readonly CursorValueKind[];
}

/** Names and directions of an order; equal signatures of one collection mean equal orders. */
export function orderSignature(order: readonly OrderTerm[]): string {
  const terms = order.map(({ operand, descending }) => {
    const last = typeof operand.column === 'string' ? operand.column : operand.column.name;
    return (descending ? '-' : '+') + [...operand.path.map((step) => step.field.name), last].join('.');
  });
  return terms.join(',');
}

export function encodeCursor(order: string, values: readonly KeysetValue[]): string {
  return Buffer.from(JSON.stringify({ o: order, v: values })).toString('base64url');
}

/** Throws DomainError QUERY_CURSOR for anything encodeCursor() cannot have made. */
export function decodeCursor(parameter: string, text: string): Cursor {
  const content = parse(text);
  if (!isRecord(content)) throw invalidCursor(parameter);
  const { o: order, v: values } = content as { o?: unknown; v?: unknown };
  if (typeof order !== 'string' || !Array.isArray(values) || values.length === 0 || values.length > MAX_VALUES) {
    throw invalidCursor(parameter);
  }
  if (!values.every(isKeysetValue)) throw invalidCursor(parameter);
  return { order, values, kinds: values.map(kindOf) };
}

export function invalidCursor(parameter: string): DomainError {
  return new DomainError('QUERY_CURSOR', 'invalid', `Invalid ${parameter}`, {
    hint: 'A cursor can only be used with the sort it was made for',
  });
}

/** The values may be bound where the order compares: PostgreSQL would raise an error for a text that is no date. */
export function fitsOrder(kinds: readonly CursorValueKind[], order: readonly OrderTerm[]): boolean {
  if (kinds.length !== order.length) return false;
  return order.every(({ operand }, index) => {
    const kind = kinds[index]!;
    // The id ends the order; it is never null.
    if (kind === 'null') return index < order.length - 1;
    if (operand.type === 'text') return kind === 'text' || kind === 'datetime' || kind === 'date';
    return kind === operand.type;
  });
}

function parse(text: string): unknown {
  if (text.length > MAX_LENGTH) return null;
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isKeysetValue(value: unknown): value is KeysetValue {
  if (typeof value === 'string') return isCleanText(value);
  return value === null || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));
}

function kindOf(value: KeysetValue): CursorValueKind {
  if (value === null) return 'null';
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'boolean';
  if (parseDate(value) === value) return 'date';
  return parseDatetime(value) === value ? 'datetime' : 'text';
}
