/**
 * Sums of doubles that no order and no engine changes: the exact sum, rounded once. Engines add doubles in the order in which
 * they meet them and round at each step; here whole numbers are added, which both do exactly, and the last step is the only one
 * that rounds. A number is cut into whole numbers in the way of the engine (`Dialect.nearSum`), which holds every number from a
 * thousandth to 68 thousand million and the zero. Where a group has others, its numbers are cut at places that depend on how large
 * each is, and carried over digit by digit (docs/adr/0014-exact-sums.md).
 */
import type { Dialect } from './dialect/dialect';
import { rounded } from './rounded-digits';
import { type SqlFragment, sql } from './sql-fragment';

const DIGIT = '2147483647';
const BASE = '2147483648.0';
/** 31 times the logarithm of 2. It only chooses where numbers are cut. */
const LOG_BASE = '21.487562597358306';
/** Where the smallest double with all its digits is cut; places below would need powers that are no doubles. */
const LOWEST_PLACE = -33;
const HIGHEST_PLACE = 33;
/** Not taken apart by any engine, so that nothing is calculated of rows that are left out. */
const FENCE = ' LIMIT 9223372036854775807';

/** Rows that the engine makes once, before it looks at what is asked of them. */
export function fenced({ fence }: Dialect, rows: SqlFragment): SqlFragment {
  return sql(rows, fence);
}

/**
 * The sum of a group `g` with the columns of quickSum.parts(), or of nearSum.parts() where there is no such; null without numbers, or
 * where it is no double. `isSame`: that a row with this alias is of the group.
 */
export function sumOfGroup(dialect: Dialect, index: number, isSame: (row: string) => SqlFragment): SqlFragment {
  const { quickSum } = dialect;
  if (quickSum === null) return roundedSum(dialect, index, isSame('l'));
  const near = sql(byNearSum(dialect, index, 'c'), ' ELSE ', sumOfPlaces(index, isSame('l')), ' END');
  const others = sql('(SELECT CASE', near, ` FROM c${index} c WHERE `, isSame('c'), ')');
  const quick = ` WHEN ${quickSum.isExact(index, 'g')} THEN ${quickSum.value(index, 'g')}`;
  return sql(`CASE WHEN g."n${index}" = 0 THEN NULL${quick} ELSE `, others, ' END');
}

/** The same of a group with the columns of nearSum.parts(). */
export function roundedSum(dialect: Dialect, index: number, isSame: SqlFragment): SqlFragment {
  const near = byNearSum(dialect, index, 'g');
  return sql(`CASE WHEN g."n${index}" = 0 THEN NULL`, near, ' ELSE ', sumOfPlaces(index, isSame), ' END');
}

function byNearSum({ nearSum }: Dialect, index: number, group: string): string {
  return ` WHEN ${nearSum.isExact(index, group)} THEN ${nearSum.value(index, group)}`;
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
