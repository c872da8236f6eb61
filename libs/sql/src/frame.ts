/** What compiling a condition needs to know about the statement around it. */
import type { Condition } from '#domain/rules/condition';
import type { Field } from '#domain/schema/collection';
import type { Dialect } from './dialect/dialect';
import type { RowSource } from './row-source';
import type { SqlFragment } from './sql-fragment';

export interface Frame {
  readonly dialect: Dialect;
  readonly row: RowSource;
  /** Aliases are unique in the whole statement, so that an inner table can never capture an outer column. */
  nextAlias(): string;
  /** compileCondition(), passed down because operands (`if`) and the steps of paths hold conditions. */
  condition(frame: Frame, condition: Condition): SqlFragment;
  /** What `changed(field)` means in this statement. */
  changed(field: Field): SqlFragment;
}
