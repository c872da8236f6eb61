/**
 * A json value as the text that it is kept as. SQLite reads a decimal with 64 bits: of one that lies half way between two doubles, as
 * few digits as tell it from its neighbours are not enough there, so that a number of this kind is written with more.
 */
import type { JsonValue } from './collection';

/** As many as SQLite reads without rounding. */
const DIGITS = 19;
/** Of the distance between two doubles; half of it is the middle. SQLite is wrong up to 0.0001 from there. */
const FAR_FROM_MIDDLE = 0.498;
/** The smallest double of a power of two has a neighbour that is half as far away. */
const FAR_FROM_NEARER_MIDDLE = 0.24;
/** So many that what is left out does not matter beside that distance. */
const EXACT_DIGITS = 21;
/** As many, and as many as are before them, are a whole number without rounding. */
const TAIL_DIGITS = 12;

const TEXT_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+(?:e[+-]?\d+)?|e[+-]?\d+|\d{18,})/g;
/** At most 15 digits. */
const PLAIN = /^-?(?=[\d.]{3,16}$)\d+\.\d+$/;
const HAS_LONG_NUMBER = /\d\.\d|\de[+-]?\d|\d{19}/;

const double = new Float64Array(1);
const bits = new BigUint64Array(double.buffer);
const FRACTION = 2n ** 52n - 1n;
const ONE = 0x3ffn << 52n;

export function jsonText(value: JsonValue): string {
  const text = JSON.stringify(value);
  if (!HAS_LONG_NUMBER.test(text)) return text;
  return text.replace(TEXT_OR_NUMBER, (token) => (token.startsWith('"') ? token : numberText(Number(token), token)));
}

function numberText(value: number, shortest: string): string {
  const significand = significandOf(value);
  // The smallest numbers have fewer bits, so that nothing is known of the middle between two.
  if (significand === null) return value.toPrecision(DIGITS);
  const middle = significand === 1 ? FAR_FROM_NEARER_MIDDLE : FAR_FROM_MIDDLE;
  const distance = PLAIN.test(shortest) ? distanceOfPlain(value, shortest) : relativeDistance(value);
  return distance * significand * 2 ** 52 < middle ? shortest : value.toPrecision(DIGITS);
}

/** From 1 to below 2; null: the number has not all the bits of a double. */
function significandOf(value: number): number | null {
  double[0] = Math.abs(value);
  const isSmallest = bits[0]! >> 52n === 0n;
  bits[0] = (bits[0]! & FRACTION) | ONE;
  return isSmallest ? null : double[0];
}

/**
 * Between the number and its shortest text, whose digits and whose power of ten are doubles: what they have in common is found in
 * doubles without rounding, by the halves of the factors (Dekker, 1971).
 */
function distanceOfPlain(value: number, shortest: string): number {
  const point = shortest.indexOf('.');
  const power = 10 ** (shortest.length - point - 1);
  const digits = Number(shortest.slice(0, point) + shortest.slice(point + 1));
  const product = value * power;
  const [high, low] = halvesOf(value);
  const [powerHigh, powerLow] = halvesOf(power);
  const rounded = high * powerHigh - product + high * powerLow + low * powerHigh + low * powerLow;
  return Math.abs((digits - product - rounded) / digits);
}

/** Of 26 bits each. */
function halvesOf(value: number): readonly [number, number] {
  const scaled = value * (2 ** 27 + 1);
  const high = scaled - (scaled - value);
  return [high, value - high];
}

/** The same of any number, with decimals. */
function relativeDistance(value: number): number {
  const [exact, exponent] = digitsOf(value.toExponential(EXACT_DIGITS - 1));
  const [shortest, own] = digitsOf(value.toExponential());
  const written = shortest.padEnd(EXACT_DIGITS + own - exponent, '0');
  const end = written.length - TAIL_DIGITS;
  const heads = Number(exact.slice(0, -TAIL_DIGITS)) - Number(written.slice(0, end));
  const apart = heads * 10 ** TAIL_DIGITS + Number(exact.slice(-TAIL_DIGITS)) - Number(written.slice(end));
  return Math.abs(apart) / Number(exact);
}

function digitsOf(text: string): readonly [digits: string, exponent: number] {
  const [significand = '', exponent] = text.replace(/^-/, '').replace('.', '').split('e');
  return [significand, Number(exponent)];
}
