/** The one value of a row that a name in a list of names stands for. */
import type { NamedOperand } from '#domain/rules/condition';
import { compileRelated } from './compile-computed';
import { compilePath } from './compile-path';
import type { Frame } from './frame';
import type { SqlFragment } from './sql-fragment';

export function compileNamed(frame: Frame, operand: NamedOperand): SqlFragment {
  return operand.kind === 'column' ? compilePath(frame, operand) : compileRelated(frame, operand);
}
