/** What differs between the two engines when conditions look into the value of a json field. */
import type { ValueType } from '#domain/rules/condition';
import type { SqlFragment } from '../sql-fragment';

/** A step to one value: a member's name, or an element's number. */
export type OneStep = string | number;

export interface JsonDialect {
  /** What the steps lead to as a value of that type, null where it is of another; json: a JSON value, null where it is JSON's null. */
  inside(type: ValueType, json: SqlFragment, steps: readonly OneStep[]): SqlFragment;
  /** The elements of the list that the steps lead to; of anything else, none. */
  elements(json: SqlFragment, steps: readonly OneStep[], alias: string): JsonElements;
}

export interface JsonElements {
  /** FROM item. */
  readonly from: SqlFragment;
  /** As inside(), of what is inside of an element, or of the element itself. */
  inside(type: ValueType, steps: readonly OneStep[]): SqlFragment;
  /** What is in an element that is a list or an object, for elements(). */
  readonly json: SqlFragment;
}
