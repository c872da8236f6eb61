/**
 * SQLite adds whole numbers of 64 bits. So a number is cut into three of them: its integer part, and two of 31 binary digits behind
 * the point.
 */
import { BEHIND, rounded } from '../rounded-digits';
import { joinSql, sql } from '../sql-fragment';
import type { NearSum } from './near-sum';

/** 2^36 = 68,719,476,736; so many that the sum of a group's integer parts is no further than 2^63. */
const LARGEST = '68719476736';
/** Beyond 2^52 the sum of the integer parts leaves no room for what is behind the point. */
const LARGEST_SUM = '4503599627370496';
const DIGIT = '2147483647';

export const sqliteNearSum: NearSum = {
  cut(index, x) {
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
  },
  parts(index) {
    const [whole, behind] = [`q."i${index}"`, `CAST(q."f${index}" AS bigint)`];
    const sums = [whole, `${behind} >> 31`, `${behind} & ${DIGIT}`];
    const columns = sums.map((each, place) => `CAST(sum(${each}) AS bigint) AS "s${place}_${index}"`);
    const cut = `sum(CASE WHEN q."f${index}" = ${behind} THEN 1 ELSE 0 END) AS "e${index}"`;
    return [...columns, cut, `count(${whole}) AS "n${index}"`].join(', ');
  },
  isExact: (index) => `g."e${index}" = g."n${index}" AND g."s0_${index}" BETWEEN -${LARGEST_SUM} AND ${LARGEST_SUM}`,
  value(index) {
    const [first, second, third] = [0, 1, 2].map((place) => `g."s${place}_${index}"`) as [string, string, string];
    const carried = `(${second} + (${third} >> 31))`;
    return rounded(`(${first} + (${carried} >> 31))`, `(((${carried} & ${DIGIT}) << 31) | (${third} & ${DIGIT}))`);
  },
};
