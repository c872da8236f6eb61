/** The one step of a sum that rounds (compile-exact-sum.ts). */

/** 2^62: two digits to the base 2^31. */
export const BEHIND = '4611686018427387904';

/**
 * whole + behind / 2^62, rounded once. Small sums are one whole number; of others, digits that are too far behind to be halfway
 * between two doubles become one that says whether there are any.
 */
export function rounded(whole: string, behind: string): string {
  const together = `CAST(${whole} * ${BEHIND} + ${behind} AS double precision) * pow(2, -62)`;
  return `CASE WHEN ${whole} BETWEEN -2 AND 1 THEN ${together} ELSE ${whole} + ${fraction(behind)} END`;
}

function fraction(behind: string): string {
  const rest = `CASE WHEN (${behind} & 511) = 0 THEN 0 ELSE 1 END`;
  return `CAST((${behind} >> 9) | ${rest} AS double precision) * pow(2, -53)`;
}
