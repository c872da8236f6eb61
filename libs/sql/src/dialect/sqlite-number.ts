/**
 * Doubles into SQLite's JSON and out of it. Its own conversions between doubles and decimal texts calculate with 64 bits and
 * are wrong in the last place now and then, so none is relied on here: a number goes in as two whole numbers, and comes out
 * with as few digits as are proved to be right, else with more than any double needs (docs/adr/0003-json-in-the-database.md).
 */
import { type SqlFragment, sql } from '../sql-fragment';

const EXPONENT_BIAS = 1075;
const HIDDEN_BIT = 2 ** 52;
const WORD = 2 ** 32;

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
const [LOW, HIGH] = isLittleEndian() ? [0, 1] : [1, 0];

function isLittleEndian(): boolean {
  double[0] = 1;
  return words[0] === 0;
}

/** The members of a row that readNumber() reads: value = mantissa * 2^exponent. */
export function numberMembers(name: string, value: number): string {
  const [mantissa, exponent] = split(value);
  return `"${name}":${mantissa},"${name}e":${exponent}`;
}

/** As the driver binds it: a double, and exactly this one. */
export function numberLiteral(value: number): string {
  const [mantissa, exponent] = split(value);
  return exponent === 0 ? `${mantissa}.0` : `(${mantissa} * pow(2, ${exponent}))`;
}

function split(value: number): readonly [mantissa: string, exponent: number] {
  if (Number.isSafeInteger(value)) return [`${value}`, 0];
  double[0] = value;
  const high = words[HIGH]!;
  const biased = (high >>> 20) & 0x7ff;
  const fraction = (high & 0xfffff) * WORD + words[LOW]!;
  const mantissa = biased === 0 ? fraction : fraction + HIDDEN_BIT;
  return [`${value < 0 ? '-' : ''}${mantissa}`, (biased || 1) - EXPONENT_BIAS];
}

/** Both factors and the product are doubles, so nothing is rounded. `row`: an expression for the row as binary JSON. */
export function readNumber(row: string, name: string): string {
  return `json_extract(${row}, '$.${name}') * pow(2, json_extract(${row}, '$.${name}e'))`;
}

/**
 * The number as JSON text. Whole numbers are those of the type INTEGER. A decimal of up to 15 digits is right if dividing
 * its digits by their power of ten, which rounds once, gives the number itself.
 */
export function numberText(number: SqlFragment): SqlFragment {
  const isDecimal = (decimals: number, below: number): SqlFragment =>
    sql(
      number,
      ` BETWEEN -1e${below} AND 1e${below} AND round(`,
      number,
      ` * 1e${decimals}) / 1e${decimals} = `,
      number,
    );
  return sql(
    'CASE WHEN (',
    number,
    ' | 0) = ',
    number,
    ' THEN CAST((',
    number,
    ' | 0) AS TEXT) WHEN ',
    number,
    ` IS NULL THEN 'null' WHEN `,
    isDecimal(12, 3),
    ' OR ',
    isDecimal(6, 9),
    ` THEN printf('%!.15g', `,
    number,
    `) ELSE printf('%!.18g', `,
    number,
    ') END',
  );
}
