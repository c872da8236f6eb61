/** Numbers as JSON texts of every kind that a conversion between texts and doubles can get wrong. */
import fc from 'fast-check';

/** The double that is sent with the text, which is kept and answered as 0 when it is -0. */
export function doubleOf(text: string): number {
  return Number(text) + 0;
}

/** Zeros, ends of ranges, and what bug reports were about. */
export const NOTABLE: readonly string[] = [
  '175928847299117063 804.825761 9007199254740991 9007199254740993 -9007199254740993 0.30000000000000004',
  '0 -0 -0.0 0e5 1e-400 0.1 1E3 1e21 1e22 1e23 3.14159265358979323846264338327950288',
  '9223372036854775807 9223372036854775808 -9223372036854775808 18446744073709551616',
  '5e-324 -5e-324 2.2250738585072011e-308 2.2250738585072014e-308',
  '1.7976931348623157e308 -1.7976931348623157e308 1.7976931348623158e+308',
].flatMap((texts) => texts.split(' '));

const double = fc.double({ noNaN: true, noDefaultInfinity: true });

/** A decimal as people write them, of up to 16 digits. */
const decimal = fc
  .tuple(fc.maxSafeInteger(), fc.integer({ min: 1, max: 16 }))
  .map(([digits, decimals]) => (digits / 10 ** decimals).toFixed(Math.min(decimals, 12)));

/** The double next to the one that a short decimal is read as. */
const neighbour = fc
  .tuple(fc.integer(), fc.integer({ min: 0, max: 9 }), fc.boolean())
  .map(([digits, decimals, isUp]) => {
    const number = digits / 10 ** decimals;
    return String(isUp ? number * (1 + Number.EPSILON) : number * (1 - Number.EPSILON));
  });

/** Whole numbers halfway between two doubles, which are read as the even one of them. */
const halfway = fc
  .tuple(fc.bigInt({ min: 2n ** 52n, max: 2n ** 53n - 1n }), fc.integer({ min: 0, max: 30 }))
  .map(([mantissa, exponent]) => String((2n * mantissa + 1n) << BigInt(exponent)));

export const numberText = fc
  .oneof(
    double.map(String),
    double.map((number) => number.toPrecision(17)),
    fc.tuple(double, fc.integer({ min: 1, max: 18 })).map(([number, digits]) => number.toPrecision(digits)),
    decimal,
    neighbour,
    halfway,
    fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(String),
    fc.integer().map((number) => `${number}.5`),
    fc.integer({ min: 1 }).map((number) => String(number * Number.MIN_VALUE)),
  )
  .filter((text) => Number.isFinite(Number(text)));
