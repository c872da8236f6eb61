/** What a request for aggregates comes to, as plain data. */
import type { Condition, NamedOperand, ValueType } from '#domain/rules/condition';
import type { Collection } from '#domain/schema/collection';
import type { Bucket, Measured } from './aggregate-terms';
import type { Reach } from './reach';

/** Groups are told apart by the value, or by the part of the calendar that it lies in. */
export interface GroupKey {
  readonly name: string;
  readonly operand: NamedOperand;
  readonly bucket: Bucket | null;
  readonly type: ValueType;
}

export interface Measure {
  readonly name: string;
  readonly measured: Measured;
  /** null: the records themselves are counted. */
  readonly operand: NamedOperand | null;
  readonly type: ValueType;
}

/** What is answered of each group: its keys and then its measures, which `having` and `order` know as groupColumn() of their place. */
export interface AggregatePlan {
  readonly kind: 'aggregate';
  readonly collection: Collection;
  readonly reach: Reach;
  /** As that of a list. */
  readonly where: Condition;
  /** None: all records are one group, even if there are none. */
  readonly keys: readonly GroupKey[];
  readonly measures: readonly Measure[];
  readonly having: Condition;
  /** Ends with every key, so that no two groups are equal in it. */
  readonly order: readonly GroupOrder[];
  /** As that of a list. */
  readonly countedFrom: readonly string[];
}

export interface GroupOrder {
  readonly place: number;
  readonly descending: boolean;
}

export function groupColumn(place: number): string {
  return `c${place}`;
}
