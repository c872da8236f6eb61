/** Sums of SQLite: of all but few groups by its own total(), and of those by whole numbers of 64 bits. */
import { BEHIND, rounded } from '../rounded-digits';
import { joinSql, sql } from '../sql-fragment';
import type { GroupSum, NearSum } from './near-sum';

/** 2^36 = 68,719,476,736; so many that the sum of a group's integer parts is no further than 2^63. */
const LARGEST = '68719476736';
/** Beyond 2^52 the sum of the integer parts leaves no room for what is behind the point. */
const LARGEST_SUM = '4503599627370496';
const DIGIT = '2147483647';

/** A number is cut into three whole ones: its integer part, and two of 31 binary digits behind the point. */
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
  isExact: (index, group) =>
    `${group}."e${index}" = ${group}."n${index}" AND ${group}."s0_${index}" BETWEEN -${LARGEST_SUM} AND ${LARGEST_SUM}`,
  value(index, group) {
    const [first, second, third] = [0, 1, 2].map((place) => `${group}."s${place}_${index}"`) as [
      string,
      string,
      string,
    ];
    const carried = `(${second} + (${third} >> 31))`;
    return rounded(`(${first} + (${carried} >> 31))`, `(((${carried} & ${DIGIT}) << 31) | (${third} & ${DIGIT}))`);
  },
};

/**
 * total() keeps what each addition loses, exactly, and adds these losses up in a double. Each of them is a multiple of the last
 * binary digit that any of the numbers can have, which is more than the smallest number but zero times 2^-53, and at most the sum of
 * the absolute values times 2^-53. So where all of them together are less than 2^53 of that digit, their sum is exact as well, and
 * the end is the only step that rounds. Whole numbers, of which very large ones are added in two steps, need half of that at most.
 */
export const sqliteQuickSum: GroupSum = {
  parts(index) {
    const number = `q."x${index}"`;
    const sums = `total(${number}) AS "s${index}", total(abs(${number})) AS "z${index}"`;
    const least = `min(abs(${number})) FILTER (WHERE ${number} <> 0) AS "l${index}"`;
    return `${sums}, ${least}, count(${number}) AS "n${index}"`;
  },
  isExact(index, group) {
    const [sum, least, count] = ['z', 'l', 'n'].map((part) => `${group}."${part}${index}"`);
    return `(${least} IS NULL OR ${sum} * ${count} * pow(2, -52) <= ${least})`;
  },
  value: (index, group) => `${group}."s${index}"`,
};
