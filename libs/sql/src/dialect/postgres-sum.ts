/**
 * PostgreSQL adds whole numbers of 64 bits without a bound. So a number is cut into two of them: the nearest integer, and what is
 * between that and the number, times 2^62. Their sums are put together as one, which is rounded when it becomes a double.
 */
import { BEHIND } from '../rounded-digits';
import { sql } from '../sql-fragment';
import type { NearSum } from './near-sum';

/** 2^-10: of no number from here on, a binary digit is further than 62 behind the point. */
const SMALLEST = '0.0009765625';
/** 2^62. */
const LARGEST = BEHIND;

export const postgresNearSum: NearSum = {
  cut(index, x) {
    const isNear = sql('abs(', x, `) BETWEEN ${SMALLEST} AND ${LARGEST} OR `, x, ' = 0');
    return sql(x, ` AS "x${index}", CASE WHEN `, isNear, ' THEN CAST(', x, ` AS bigint) END AS "i${index}"`);
  },
  parts(index) {
    const [number, whole] = [`q."x${index}"`, `q."i${index}"`];
    const behind = `CAST((${number} - ${whole}) * ${BEHIND}.0 AS bigint)`;
    const sums = `sum(${whole}) AS "s0_${index}", sum(${behind}) AS "s1_${index}"`;
    return `${sums}, count(${whole}) AS "e${index}", count(${number}) AS "n${index}"`;
  },
  isExact: (index, group) => `${group}."e${index}" = ${group}."n${index}"`,
  value: (index, group) =>
    `CAST(${group}."s0_${index}" * ${BEHIND} + ${group}."s1_${index}" AS double precision) * pow(2, -62)`,
};
