/** A fragment whose values stand in its text, for the one place where no engine takes them apart: what an index is over. */
import { likePattern } from '#domain/rules/like-pattern';
import type { Dialect } from './dialect/dialect';
import { driverValue } from './driver-value';
import { type BooleanValues, joinColumns, type Slot, type SqlFragment, type SqlValue, sql } from './sql-fragment';

/** Every value is a literal of the collection's definition. */
export function writtenOut({ parts }: SqlFragment, { booleans, indexed }: Dialect): SqlFragment {
  const texts = parts.map((part) =>
    sql(typeof part === 'string' ? part : indexed.literal(part.type, valueOf(part, booleans))),
  );
  return joinColumns(texts, '');
}

/** As bindSlot() has it. */
function valueOf(slot: Slot, booleans: BooleanValues): SqlValue {
  if (slot.from === 'constant') return slot.value;
  if ((slot.from === 'operand' || slot.from === 'pattern') && slot.operand.kind === 'literal') {
    const { value } = slot.operand;
    return slot.from === 'pattern' ? likePattern(String(value)) : driverValue(booleans, slot.type, value);
  }
  throw new Error('No literal');
}
