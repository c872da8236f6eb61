import type { Statement } from '#sql/sql-fragment';

/** Of a slot, beside what it shares with the plan. */
const SLOT_BYTES = 96;
/** Of a statement without text and slots. */
const STATEMENT_BYTES = 160;

/** What statements hold in memory, as an estimate. Names and keywords are ASCII, of which V8 keeps one byte a character. */
export function statementBytes(...statements: readonly Statement[]): number {
  let bytes = 0;
  for (const { text, slots } of statements) bytes += STATEMENT_BYTES + text.length + slots.length * SLOT_BYTES;
  return bytes;
}
