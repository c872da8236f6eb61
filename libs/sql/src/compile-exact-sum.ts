/**
 * Sums of doubles that no order and no engine changes: the exact sum, rounded once. Engines add doubles in the order in which
 * they meet them and round at each step; here whole numbers are added, which both do exactly, and the last step is the only one
 * that rounds. A number is cut into three whole numbers, one of its integer part and two of 31 binary digits behind the point,
 * which holds every number from a thousandth to 68 thousand million and the zero. Where a group has others, its numbers are cut
 * at places that depend on how large each is, and carried over digit by digit (docs/adr/0014-exact-sums.md).
 */
import { type SqlFragment, joinSql, sql } from './sql-fragment';

/** 2^36 = 68,719,476,736; so many that the sum of a group's integer parts is no further than 2^63. */
const LARGEST = '68719476736';
/** Beyond 2^52 the sum of the integer parts leaves no room for what is behind the point. */
const LARGEST_SUM = '4503599627370496';
const DIGIT = '2147483647';
const BASE = '2147483648.0';
/** 2^62: two digits. */
const BEHIND = '4611686018427387904';
/** 31 times the logarithm of 2. It only chooses where numbers are cut. */
const LOG_BASE = '21.487562597358306';
/** Where the smallest double with all its digits is cut; places below would need powers that are no doubles. */
const LOWEST_PLACE = -33;
const HIGHEST_PLACE = 33;
/** Not taken apart by any engine, so that what it has is made once for each row. */
const FENCE = ' LIMIT 9223372036854775807';

/** Columns of a row with the number `x`, for sumParts(): its integer part, and what is behind the point times 2^62. */
export function cutNumber(index: number, x: SqlFragment): SqlFragment {
  const isNear = sql('WHEN ', x, ` BETWEEN -${LARGEST} AND ${LARGEST} THEN `);
  const whole = sql('CAST(', x, ' AS bigint)');
  return joinSql(
    [
      sql(x, ` AS "x${index}"`),
      sql('CASE ', isNear, whole, ' WHEN ', x, ` IS NOT NULL THEN 0 END AS "i${index}"`),
      sql('CASE ', isNear, '(', x, ' - ', whole, `) * ${BEHIND}.0 END AS "f${index}"`),
    ],
    ', ',
  );
}

export function fenced(rows: SqlFragment): SqlFragment {
  return sql(rows, FENCE);
}

/** Columns of a group of rows `q`, for roundedSum(). */
export function sumParts(index: number): string {
  const [whole, behind] = [`q."i${index}"`, `CAST(q."f${index}" AS bigint)`];
  const sums = [whole, `${behind} >> 31`, `${behind} & ${DIGIT}`];
  const columns = sums.map((each, place) => `CAST(sum(${each}) AS bigint) AS "s${place}_${index}"`);
  const cut = `sum(CASE WHEN q."f${index}" = ${behind} THEN 1 ELSE 0 END) AS "e${index}"`;
  return [...columns, cut, `count(${whole}) AS "n${index}"`].join(', ');
}

/** The sum of a group `g`; null without numbers, or where it is no double. `isSame`: that a row `l` is of the group. */
export function roundedSum(index: number, isSame: SqlFragment): SqlFragment {
  const [first, second, third] = [0, 1, 2].map((place) => `g."s${place}_${index}"`) as [string, string, string];
  const carried = `(${second} + (${third} >> 31))`;
  const whole = `(${first} + (${carried} >> 31))`;
  const behind = `(((${carried} & ${DIGIT}) << 31) | (${third} & ${DIGIT}))`;
  const isNear = `g."e${index}" = g."n${index}" AND ${first} BETWEEN -${LARGEST_SUM} AND ${LARGEST_SUM}`;
  return sql(
    `CASE WHEN g."n${index}" = 0 THEN NULL WHEN ${isNear} THEN ${rounded(whole, behind)} ELSE `,
    sumOfPlaces(index, isSame),
    ' END',
  );
}

/**
 * whole + behind / 2^62, rounded once. Small sums are one whole number; of others, digits that are too far behind to be halfway
 * between two doubles become one that says whether there are any.
 */
function rounded(whole: string, behind: string): string {
  const together = `CAST(${whole} * ${BEHIND} + ${behind} AS double precision) * pow(2, -62)`;
  return `CASE WHEN ${whole} BETWEEN -2 AND 1 THEN ${together} ELSE ${whole} + ${fraction(behind)} END`;
}

function fraction(behind: string): string {
  const rest = `CASE WHEN (${behind} & 511) = 0 THEN 0 ELSE 1 END`;
  return `CAST((${behind} >> 9) | ${rest} AS double precision) * pow(2, -53)`;
}

/**
 * Common table expression: the sums of a group's numbers, of each place where they are cut. Number: p + q / 2^31 + r / 2^62, times
 * 2^(31 place). `rows`: SELECT of keys and of the number x.
 */
export function placesOf(index: number, keys: readonly string[], rows: SqlFragment): SqlFragment {
  const own = keys.map((key) => `"${key}", `).join('');
  const place =
    `CASE WHEN abs(x) < pow(2, -1022) THEN ${LOWEST_PLACE} ` +
    `ELSE CAST(floor(ln(abs(x)) / ${LOG_BASE}) AS integer) END`;
  const placed = sql(`SELECT ${own}x, ${place} AS at FROM (`, rows, `) v WHERE x <> 0${FENCE}`);
  const scaled = sql(`SELECT ${own}at, x * pow(2, -31 * at) AS y FROM (`, placed, `) v${FENCE}`);
  const first = sql(`SELECT ${own}at, CAST(y AS bigint) AS p, (y - CAST(y AS bigint)) * ${BASE} AS y FROM (`, scaled);
  const second = sql(
    `SELECT ${own}at, p, CAST(y AS bigint) AS q, CAST((y - CAST(y AS bigint)) * ${BASE} AS bigint) AS r FROM (`,
    first,
    `) v${FENCE}`,
  );
  const sums = ['p', 'q', 'r'].map((part) => `CAST(sum(${part}) AS bigint) AS ${part}`).join(', ');
  const select = sql(`SELECT ${own}at, ${sums} FROM (`, second, `) v${FENCE}) v GROUP BY ${own}at`);
  return sql(`l${index} AS MATERIALIZED (`, select, ')');
}

/**
 * From the lowest place up, of the sum and of its negative, of which one ends without anything to carry: what there is at a place
 * with what is carried to it, the 62 binary digits below, and the double that comes out if nothing is there or above.
 */
function sumOfPlaces(index: number, isSame: SqlFragment): SqlFragment {
  const bound = (which: 'min' | 'max'): SqlFragment =>
    sql(`(SELECT ${which}(l.at) FROM l${index} l WHERE `, isSame, ')');
  const nothing = 'CAST(0 AS bigint) AS total, CAST(0 AS bigint) AS behind, CAST(0 AS double precision) AS value';
  const signs = '(SELECT 1 AS sign UNION ALL SELECT -1) w';
  const start = sql(
    'SELECT ',
    bound('min'),
    ' - 3 AS at, ',
    bound('max'),
    ` + 2 AS top, w.sign, ${nothing} FROM ${signs}`,
  );
  const part = 'CASE l.at - d.at WHEN 1 THEN l.p WHEN 2 THEN l.q ELSE l.r END';
  const isThere = sql(isSame, ' AND l.at BETWEEN d.at + 1 AND d.at + 3');
  const there = sql(`(SELECT CAST(sum(${part}) AS bigint) FROM l${index} l WHERE `, isThere, ')');
  const digit = `(d.total & ${DIGIT})`;
  const below = `CASE WHEN (d.behind & ${DIGIT}) = 0 THEN 0 ELSE 1 END`;
  const behind = `(${digit} << 31) | (d.behind >> 31) | ${below}`;
  const value = `CASE WHEN ${digit} = 0 THEN d.value ELSE ${atPlace(rounded(digit, 'd.behind'), digit)} END`;
  const total = sql('(d.total >> 31) + d.sign * COALESCE(', there, ', 0)');
  const next = sql('SELECT d.at + 1, d.top, d.sign, ', total, `, ${behind}, ${value} FROM d WHERE d.at <= d.top`);
  const end = 'SELECT d.sign * d.value FROM d WHERE d.at > d.top AND d.total = 0 ORDER BY d.sign DESC LIMIT 1';
  return sql('(WITH RECURSIVE d(at, top, sign, total, behind, value) AS (', start, ' UNION ALL ', next, `) ${end})`);
}

/** Powers are taken in two steps where one would be no double. A sum of 2^1024 and more is none either. */
function atPlace(value: string, digit: string): string {
  const down = `(${value}) * pow(2, -62) * pow(2, 31 * (d.at + 2))`;
  const up = `(${value}) * pow(2, 31 * d.at)`;
  const isLargest = `d.at = ${HIGHEST_PLACE} AND ${digit} = 1 AND (${value}) < 2`;
  return `CASE WHEN d.at < 0 THEN ${down} WHEN d.at < ${HIGHEST_PLACE} OR ${isLargest} THEN ${up} END`;
}
