/** The sum of doubles, rounded once, as the databases make it (docs/adr/0014-exact-sums.md). */

/** Doubles are whole numbers of units of 2^-1074. */
const UNIT_EXPONENT = 1074;
const FRACTION_BITS = 52n;
/** More binary digits than any rounding looks at, few enough for a double. */
const KEPT = 900;

/** null: of nothing, or beyond the largest double. */
export function exactSum(numbers: readonly number[]): number | null {
  if (numbers.length === 0) return null;
  const units = numbers.reduce((sum, number) => sum + unitsOf(number), 0n);
  const size = units < 0n ? -units : units;
  const beyond = Math.max(0, size.toString(2).length - KEPT);
  const cut = size >> BigInt(beyond);
  // What is cut off is only asked whether it is there.
  const whole = cut << BigInt(beyond) === size ? cut : cut | 1n;
  const sum = Number(whole) * 2 ** (beyond - UNIT_EXPONENT);
  if (!Number.isFinite(sum)) return null;
  return units < 0n ? -sum : sum;
}

function unitsOf(number: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, number);
  const bits = view.getBigUint64(0);
  const exponent = (bits >> FRACTION_BITS) & 0x7ffn;
  const fraction = bits & ((1n << FRACTION_BITS) - 1n);
  const units = exponent === 0n ? fraction : (fraction | (1n << FRACTION_BITS)) << (exponent - 1n);
  return number < 0 ? -units : units;
}
