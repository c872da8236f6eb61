/** The value of a computed field: its expression, asked of the row as a filter asks for a value. */
import type { Operand } from '#domain/rules/condition';
import { type Frame, following } from './frame';
import { joinColumns, type SqlFragment } from './sql-fragment';

/** `made`: what it is made of, asked of the frame's row. */
export function compileComputed(frame: Frame, made: Operand): SqlFragment {
  // One part, but for its values: a statement is not refused for what the collection is made of.
  return frame.dialect.asColumn(made.type, joinColumns([valueIn(frame, made)], ''));
}

/** The same of a field that asks for other records, where a request names it as often as it likes. */
export function compileRelated(frame: Frame, made: Operand): SqlFragment {
  return frame.dialect.asColumn(made.type, valueIn(frame, made));
}

function valueIn(frame: Frame, made: Operand): SqlFragment {
  return frame.value({ ...following(frame, 'all', 'each'), asks: 'value' }, made);
}
