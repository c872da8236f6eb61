/** The value of a computed field: its expression, asked of the row as a filter asks for a value. */
import { computedValue } from '#domain/rules/computed-value';
import type { Operand } from '#domain/rules/condition';
import type { Collection, Field } from '#domain/schema/collection';
import { isIndexed } from '#domain/schema/physical-indexes';
import { type Frame, following } from './frame';
import { joinColumns, type SqlFragment } from './sql-fragment';
import { writtenOut } from './written-out';

/** `collection`: the one whose row is the frame's; the field asks for no other record. */
export function compileComputed(frame: Frame, collection: Collection, field: Field): SqlFragment {
  const value = computedValue(collection, field);
  return frame.row.isStored && isIndexed(collection, field) ? compileIndexed(frame, value) : compileShown(frame, value);
}

/** What any computed field is made of, where it is shown: no index has a part in that. */
export function compileShown(frame: Frame, made: Operand): SqlFragment {
  // One part, but for its values: a statement is not refused for what the collection is made of.
  return frame.dialect.asColumn(made.type, joinColumns([valueIn(frame, made)], ''));
}

/** What asks for other records, where a request names it as often as it likes. */
export function compileRelated(frame: Frame, made: Operand): SqlFragment {
  return frame.dialect.asColumn(made.type, valueIn(frame, made));
}

/** An engine knows an index by the text of its expression, in which nothing is bound. */
function compileIndexed(frame: Frame, value: Operand): SqlFragment {
  const { indexed } = frame.dialect;
  const dialect = { ...frame.dialect, ...indexed };
  return writtenOut(compileShown({ ...frame, dialect }, value), dialect);
}

function valueIn(frame: Frame, made: Operand): SqlFragment {
  return frame.value({ ...following(frame, 'all', 'each'), asks: 'value' }, made);
}
