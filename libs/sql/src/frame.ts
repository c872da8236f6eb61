/** What compiling a condition needs to know about the statement around it. */
import type { Reach } from '#domain/query/record-plan';
import type { Condition } from '#domain/rules/condition';
import type { Field } from '#domain/schema/collection';
import type { Dialect } from './dialect/dialect';
import type { RowSource } from './row-source';
import type { SqlFragment } from './sql-fragment';

/**
 * each: the relations of every record are followed from it. known: what meets the condition at their other end is found
 * before. listed: the same, and an index of the records is searched for it. joined: as known, or a join, as the engine likes.
 */
export type RelationWay = 'each' | 'known' | 'listed' | 'joined';

export interface Frame {
  readonly dialect: Dialect;
  readonly row: RowSource;
  /** How the relations of the statement's rows are followed, and whose rows these are. */
  readonly follows: { readonly way: RelationWay; readonly reach: Reach };
  /** Whether only what is true matters. Then unknown need not be told from false. */
  readonly wantsTruth: boolean;
  /** Whether what is compiled may be unknown where it is false: not below a NOT, which unknown would make unknown too. */
  readonly unknownIsFalse: boolean;
  /** Aliases are unique in the whole statement, so that an inner table can never capture an outer column. */
  nextAlias(): string;
  /** compileCondition(), passed down because operands (`if`) hold conditions. */
  condition(frame: Frame, condition: Condition): SqlFragment;
  /** conditionTerms(), passed down because the steps of paths hold conditions. */
  terms(frame: Frame, condition: Condition): readonly SqlFragment[];
  /** What `changed(field)` means in this statement. */
  changed(field: Field): SqlFragment;
}

export function following(frame: Frame, reach: Reach, way: RelationWay): Frame {
  return { ...frame, follows: { way, reach } };
}
