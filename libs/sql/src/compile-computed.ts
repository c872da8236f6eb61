/** The value of a computed field: its expression, asked of the row as a filter asks for a value. */
import { computedValue } from '#domain/rules/computed-value';
import type { Operand } from '#domain/rules/condition';
import type { Collection, Field } from '#domain/schema/collection';
import { type Frame, following } from './frame';
import { joinColumns, type SqlFragment } from './sql-fragment';

/** `collection`: the one whose row is the frame's; the field asks for no other record. */
export function compileComputed(frame: Frame, collection: Collection, field: Field): SqlFragment {
  return compileShown(frame, computedValue(collection, field));
}

/** What any computed field is made of, where it is shown. */
export function compileShown(frame: Frame, made: Operand): SqlFragment {
  // One part, but for its values: a statement is not refused for what the collection is made of.
  return frame.dialect.asColumn(made.type, joinColumns([valueIn(frame, made)], ''));
}

/** What asks for other records, where a request names it as often as it likes. */
export function compileRelated(frame: Frame, made: Operand): SqlFragment {
  return frame.dialect.asColumn(made.type, valueIn(frame, made));
}

function valueIn(frame: Frame, made: Operand): SqlFragment {
  return frame.value({ ...following(frame, 'all', 'each'), asks: 'value' }, made);
}
