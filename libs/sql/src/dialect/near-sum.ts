import type { SqlFragment } from '../sql-fragment';

/**
 * The exact sum of a group of rows, where its numbers are such that the engine adds them up without a loss (compile-exact-sum.ts).
 * `index`: of the number among those that the statement adds up, which the names of columns end in.
 */
export interface GroupSum {
  /** Columns of a group of rows `q`; one is n: how many numbers it has. */
  parts(index: number): string;
  /** Whether they prove that of the group with this alias, which has numbers. */
  isExact(index: number, group: string): string;
  /** The sum of that group, rounded once. */
  value(index: number, group: string): string;
}

/** Of numbers whose binary digits are near the point, of which each row has several parts. */
export interface NearSum extends GroupSum {
  /** Columns of a row with the number `x`, for parts(). */
  cut(index: number, x: SqlFragment): SqlFragment;
}
