/** Numbers the slots of a finished fragment: equal slots share one placeholder, so that a value is sent once. */
import type { Dialect } from './dialect/dialect';
import type { Slot, SqlFragment, Statement } from './sql-fragment';

export function renderStatement(dialect: Dialect, fragment: SqlFragment): Statement {
  const slots: Slot[] = [];
  const numbers = new Map<unknown, number>();
  const texts: string[] = [];
  for (const part of fragment.parts) {
    if (typeof part === 'string') {
      texts.push(part);
      continue;
    }
    const key = slotKey(part);
    let number = numbers.get(key);
    if (number === undefined) {
      slots.push(part);
      number = slots.length;
      numbers.set(key, number);
    }
    texts.push(dialect.placeholder(number, part.type));
  }
  // Joined, it lies in memory as one; put together piece by piece, it would keep every piece.
  return { booleans: dialect.booleans, text: texts.join(''), slots };
}

/** Slots with equal keys always get equal values; conditions and operands count as equal only when they are the same object. */
export function slotKey(slot: Slot): unknown {
  switch (slot.from) {
    case 'parameter':
      return `parameter ${slot.type} ${slot.name}`;
    case 'now':
      return 'now';
    case 'stored':
      return `stored ${slot.type} ${slot.field.id}`;
    case 'operand':
      if (slot.operand.kind === 'auth' || slot.operand.kind === 'data') {
        return `operand ${slot.type} ${slot.operand.kind} ${slot.operand.name}`;
      }
      // A condition that stands in a statement several times brings its literals along each time.
      return slot.type === slot.operand.type ? slot.operand : slot;
    case 'pattern':
    case 'needle':
    case 'member':
    case 'decision':
    case 'constant':
      return slot;
  }
}
