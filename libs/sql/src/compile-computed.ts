/** The value of a computed field: its expression, asked of the row as a filter asks for a value. */
import { computedValue } from '#domain/rules/computed-value';
import type { Collection, Field } from '#domain/schema/collection';
import { type Frame, following } from './frame';
import { joinColumns, type SqlFragment } from './sql-fragment';

/** `collection`: the one whose row is the frame's. */
export function compileComputed(frame: Frame, collection: Collection, field: Field): SqlFragment {
  const value = computedValue(collection, field);
  // One part, but for its values: a statement is not refused for what the collection is made of.
  const expression = joinColumns([frame.value({ ...following(frame, 'all', 'each'), asks: 'value' }, value)], '');
  return frame.dialect.asColumn(value.type, expression);
}
