import type { SqlFragment } from '../sql-fragment';

/**
 * The exact sum of numbers whose binary digits are near the point (compile-exact-sum.ts). `index`: of the number among those that the
 * statement adds up, which the names of columns end in.
 */
export interface NearSum {
  /** Columns of a row with the number `x`, for parts(). */
  cut(index: number, x: SqlFragment): SqlFragment;
  /** Columns of a group of rows `q`; one is n: how many numbers it has. */
  parts(index: number): string;
  /** Whether a group `g` with numbers has none but such. */
  isExact(index: number): string;
  /** The sum of that group, rounded once. */
  value(index: number): string;
}
