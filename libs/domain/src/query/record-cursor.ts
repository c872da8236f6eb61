/**
 * Cursors of records whose order values are too long to be sent: the id of the record, and a mark by which values are known
 * again. They hold as long as the record is in the list and has these values.
 */
import { createHash } from 'node:crypto';
import { DomainError } from '#domain/kernel/errors';
import { isId } from '#domain/kernel/ids';
import { decode, encode, isRecord } from './cursor-text';
import type { KeysetValue } from './record-plan';

const PARAMETERS = ['cursor', 'cursor_before'] as const;

export interface RecordCursor {
  readonly parameter: (typeof PARAMETERS)[number];
  readonly id: string;
  readonly mark: string;
}

/** The last of the values is the id. */
export function encodeRecordCursor(order: string, values: readonly KeysetValue[]): string {
  return encode({ i: values.at(-1), m: markOf(order, values) });
}

/** The one in a query string; null: there is none, though there may be another cursor. */
export function recordCursorIn(query: Readonly<Record<string, unknown>>): RecordCursor | null {
  for (const parameter of PARAMETERS) {
    const text = query[parameter];
    const content = typeof text === 'string' && text !== '' ? decode(text) : null;
    if (!isRecord(content)) continue;
    const { i: id, m: mark } = content as { i?: unknown; m?: unknown };
    if (typeof id === 'string' && isId(id) && typeof mark === 'string') return { parameter, id, mark };
  }
  return null;
}

/** The query string that lists that record alone, by its first cursor, if it is in the list at all. */
export function recordQuery(
  query: Readonly<Record<string, unknown>>,
  { id }: RecordCursor,
): Readonly<Record<string, unknown>> {
  const { cursor: _cursor, cursor_before: _before, expand: _expand, ...rest } = query;
  return { ...rest, id, fields: 'id', cursor: '', limit: '1', include_count: 'false' };
}

/** Throws DomainError QUERY_CURSOR where these are not the values that the cursor was made of. `values` undefined: the record is gone. */
export function assertUnchanged(
  { parameter, mark }: RecordCursor,
  order: string,
  values: readonly KeysetValue[] | undefined,
): asserts values is readonly KeysetValue[] {
  if (values !== undefined && markOf(order, values) === mark) return;
  throw new DomainError('QUERY_CURSOR', 'invalid', `The record that the ${parameter} leads to is gone or was changed`, {
    hint: 'Start again from the first page. A cursor can only be used with the sort it was made for',
  });
}

function markOf(order: string, values: readonly KeysetValue[]): string {
  return createHash('sha256')
    .update(JSON.stringify([order, values]))
    .digest('base64url');
}
