/** What the in-memory evaluator works with: the values in sight, and what a value can be. */
import { ownValue } from '#domain/kernel/own-value';
import type { Collection, Field, JsonValue } from '#domain/schema/collection';
import type { Condition, RequestValues } from './condition';

/** A record in stored form, by field name and system column; lists are arrays of ids or texts. */
export type Row = Readonly<Record<string, JsonValue>>;

export interface Relations {
  /** The row of the same account with that id; a null target is a user, of which only id and email are read. */
  find(target: Collection | null, id: string): Row | undefined;
  /**
   * The rows of the same account whose reference names the id, those of a multiple one included. Absent where they cannot be looked
   * for: what depends on them is unknown then.
   */
  referring?(target: Collection, reference: Field, id: string): readonly Row[];
}

export interface Environment {
  /** What columns are read from. null: no row is known, and what depends on one is unknown. */
  readonly row: Row | null;
  readonly values: RequestValues;
  readonly relations: Relations;
  /** For changed(): the row before the write; absent on create. */
  readonly old?: Row | undefined;
  /** For changed(): the row after the write when it is not `row` (a rule that is checked against the old row). */
  readonly written?: Row | undefined;
  /** False: the body is not that of the rule's own write, so what depends on it is unknown. Default true. */
  readonly bodyKnown?: boolean;
}

/** null: unknown, which is not true. */
export type Truth = boolean | null;

/** SQL's third value is null; undefined is what nothing is known of, so that even IS NULL is unknown. */
export type Value = JsonValue | undefined;

/** Passed down so that operands can hold conditions without importing the evaluator of conditions. */
export interface Evaluation extends Environment {
  readonly holds: (condition: Condition, evaluation: Evaluation) => boolean | null;
}

export function member(row: Readonly<Record<string, unknown>>, name: string): unknown {
  return ownValue(row, name) ?? null;
}
