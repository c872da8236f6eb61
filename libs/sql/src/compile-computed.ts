/** The value of a computed field: its expression, asked of the row as a filter asks for a value. */
import { computedValue } from '#domain/rules/computed-value';
import type { Operand } from '#domain/rules/condition';
import type { Collection, Field } from '#domain/schema/collection';
import { isIndexed } from '#domain/schema/physical-indexes';
import { type Frame, following } from './frame';
import { joinColumns, type SqlFragment } from './sql-fragment';
import { writtenOut } from './written-out';

/** `collection`: the one whose row is the frame's. */
export function compileComputed(frame: Frame, collection: Collection, field: Field): SqlFragment {
  const value = computedValue(collection, field);
  return frame.row.isStored && isIndexed(collection, field) ? compileIndexed(frame, value) : valueIn(frame, value);
}

/** The same where it is shown, which no index has a part in. */
export function compileShown(frame: Frame, collection: Collection, field: Field): SqlFragment {
  return valueIn(frame, computedValue(collection, field));
}

/** An engine knows an index by the text of its expression, in which nothing is bound. */
function compileIndexed(frame: Frame, value: Operand): SqlFragment {
  const { indexed } = frame.dialect;
  const dialect = { ...frame.dialect, ...indexed };
  return writtenOut(valueIn({ ...frame, dialect }, value), dialect);
}

function valueIn(frame: Frame, value: Operand): SqlFragment {
  // One part, but for its values: a statement is not refused for what the collection is made of.
  const expression = joinColumns([frame.value({ ...following(frame, 'all', 'each'), asks: 'value' }, value)], '');
  return frame.dialect.asColumn(value.type, expression);
}
