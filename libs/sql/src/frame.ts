/** What compiling a condition needs to know about the statement around it. */
import type { Reach } from '#domain/query/reach';
import type { Condition, Operand, SelectSource } from '#domain/rules/condition';
import type { Field } from '#domain/schema/collection';
import type { Dialect } from './dialect/dialect';
import type { RowSource } from './row-source';
import type { SqlFragment } from './sql-fragment';

/**
 * each: the relations of every record are followed from it. known: what meets the condition at their other end is found
 * before. listed: the same, and an index of the records is searched for it. joined: as known, or a join, as the engine likes.
 */
export type RelationWay = 'each' | 'known' | 'listed' | 'joined';

/**
 * Of a condition. value: whether it is true, false or unknown. truth: whether it is true; what is false may be unknown then.
 * falsehood: the same below a NOT, which unknown would make unknown too; so what is false is false.
 */
type Asked = 'value' | 'truth' | 'falsehood';

export interface Frame {
  readonly dialect: Dialect;
  readonly row: RowSource;
  /** How the relations of the statement's rows are followed, and whose rows these are. */
  readonly follows: { readonly way: RelationWay; readonly reach: Reach };
  readonly asks: Asked;
  /** What the rows of SELECTs around are called. */
  readonly sources: ReadonlyMap<SelectSource, string>;
  /** Aliases are unique in the whole statement, so that an inner table can never capture an outer column. */
  nextAlias(): string;
  /** compileCondition(), passed down because operands (`if`) hold conditions. */
  condition(frame: Frame, condition: Condition): SqlFragment;
  /** conditionTerms(), passed down because the steps of paths hold conditions. */
  terms(frame: Frame, condition: Condition): readonly SqlFragment[];
  /** compileOperand() of what names no list of the body, passed down because columns can be computed. */
  value(frame: Frame, operand: Operand): SqlFragment;
  /** What `changed(field)` means in this statement. */
  changed(field: Field): SqlFragment;
}

export function following(frame: Frame, reach: Reach, way: RelationWay): Frame {
  return { ...frame, follows: { way, reach } };
}

export function belowNot(frame: Frame): Frame {
  return frame.asks === 'value' ? frame : { ...frame, asks: 'falsehood' };
}
