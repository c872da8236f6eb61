/**
 * Cursors: the position after which a list goes on, as an opaque text. Nothing in one is trusted: it holds values only, no
 * names, and the order it was made for has to be the order it is used with. One whose values are too long for a URL holds the
 * id of their record instead (record-cursor.ts).
 */
import { DomainError } from '#domain/kernel/errors';
import { VIA } from '#domain/rules/back-relation';
import { parseDate, parseDatetime } from '#domain/rules/calendar';
import type { NamedOperand } from '#domain/rules/condition';
import { writtenPath } from '#domain/rules/json-path';
import { isCleanText } from '#domain/schema/clean-text';
import { decode, encode, isRecord } from './cursor-text';
import { encodeRecordCursor } from './record-cursor';
import { type KeysetValue, type OrderTerm } from './record-plan';

/** A URL that is longer than 16 KiB has to go through few proxies. */
const MAX_LENGTH = 2000;
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
  return order.map(({ operand, descending }) => (descending ? '-' : '+') + writtenOperand(operand)).join(',');
}

function writtenOperand(operand: NamedOperand): string {
  if (operand.kind === 'aggregate') return `${operand.measured}(${writtenOperand(operand.over)})`;
  const { path, column, inside, type } = operand;
  const names = path.map(({ field, target, back }) => (back ? `${target!.name}${VIA}${field.name}` : field.name));
  const last = typeof column === 'string' ? column : column.name;
  return writtenPath([...names, last], inside) + (inside === undefined ? '' : `:${type}`);
}

/** `values`: of a record that the page shows. */
export function encodeCursor(order: string, values: readonly KeysetValue[]): string {
  const text = encodePosition(order, values);
  return text.length > MAX_LENGTH ? encodeRecordCursor(order, values) : text;
}

/** However long that is: for a position that no client has to send. */
export function encodePosition(order: string, values: readonly KeysetValue[]): string {
  return encode({ o: order, v: values });
}

/** Throws DomainError QUERY_CURSOR for anything encodeCursor() cannot have made. */
export function decodeCursor(parameter: string, text: string): Cursor {
  const content = decode(text);
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
