/**
 * Arithmetic on PostgreSQL, which raises an error where the result is too large for a double or rounds to zero: the language
 * has null for the one and zero for the other. Whether it is so is found out with both sides scaled by powers of two, which
 * change nothing but the exponent, so that no step on the way to the answer can itself go out of range. CASE alone decides
 * what is evaluated, and in which order.
 */
import type { ArithmeticOperator } from '#domain/rules/condition';
import { type SqlFragment, sql } from '../sql-fragment';
import type { Dialect, Once } from './dialect';
import { once } from './postgres-once';

const A = 'v.a0';
const B = 'v.a1';

/** The largest double, times a power of two. */
const LARGEST = Number.MAX_VALUE;
/** Half of the smallest double and everything below round to zero; times a power of two. */
const HALF_OF_SMALLEST_EXPONENT = -1075;

export function postgresArithmetic(op: ArithmeticOperator, left: SqlFragment, right: SqlFragment): SqlFragment {
  return calculated(op, left, right, once, postgresArithmetic);
}

/** `calculate`: how the steps of an operation are done that has several. */
export function calculated(
  op: ArithmeticOperator,
  left: SqlFragment,
  right: SqlFragment,
  named: Once,
  calculate: Dialect['arithmetic'],
): SqlFragment {
  return named([left, right], op === '%' ? remainder(calculate) : sql(GUARDED[op]));
}

const GUARDED: Readonly<Record<Exclude<ArithmeticOperator, '%'>, string>> = {
  '+': sum('+'),
  '-': sum('-'),
  '*': product(),
  '/': quotient(),
};

/** A number below 1 is lost in one that could be too large, and half of it might be no double any more. */
function sum(op: '+' | '-'): string {
  return (
    `CASE WHEN abs(${A}) < 1 OR abs(${B}) < 1 THEN ${A} ${op} ${B} ` +
    `WHEN abs(${A} / 2 ${op} ${B} / 2) <= ${double(LARGEST / 2)} THEN ${A} ${op} ${B} END`
  );
}

function product(): string {
  const down = double(2 ** -512);
  const up = double(2 ** 512);
  /** Two of them could not even be scaled: their product rounds to zero. */
  const tiny = double(2 ** -538);
  const shrunk = `abs((${A} * ${down}) * (${B} * ${down}))`;
  const grown = `abs((${A} * ${up}) * (${B} * ${up}))`;
  return (
    `CASE WHEN ${A} = 0 OR ${B} = 0 THEN ${A} * ${B} ` +
    `WHEN abs(${A}) > 1 AND abs(${B}) > 1 THEN ` +
    `CASE WHEN ${shrunk} <= ${double(LARGEST * 2 ** -1024)} THEN ${A} * ${B} END ` +
    `WHEN abs(${A}) < 1 AND abs(${B}) < 1 THEN ` +
    `CASE WHEN abs(${A}) < ${tiny} AND abs(${B}) < ${tiny} THEN 0 ` +
    `WHEN ${grown} <= ${double(2 ** (HALF_OF_SMALLEST_EXPONENT + 1024))} THEN 0 ELSE ${A} * ${B} END ` +
    `ELSE ${A} * ${B} END`
  );
}

/** The quotient of a number and one that is 2^60 times as large, or as small, can be scaled; the others need not be. */
function quotient(): string {
  const far = double(2 ** -60);
  const down = double(2 ** -538);
  const up = double(2 ** 538);
  const shrunk = `abs((${A} * ${down}) / (${B} * ${up}))`;
  const grown = `abs((${A} * ${up}) / (${B} * ${down}))`;
  return (
    `CASE WHEN ${B} = 0 THEN NULL WHEN ${A} = 0 THEN ${A} / ${B} ` +
    `WHEN abs(${B}) < 1 AND abs(${A}) > ${far} THEN ` +
    `CASE WHEN abs(${A}) * ${far} <= abs(${B}) THEN ${A} / ${B} ` +
    `WHEN ${shrunk} <= ${double(LARGEST * 2 ** -1024 * 2 ** -52)} THEN ${A} / ${B} END ` +
    `WHEN abs(${B}) > 1 AND abs(${A}) < 1 THEN ` +
    `CASE WHEN abs(${A}) >= abs(${B}) * ${far} THEN ${A} / ${B} ` +
    `WHEN ${grown} <= ${double(2 ** (HALF_OF_SMALLEST_EXPONENT + 1076))} THEN 0 ELSE ${A} / ${B} END ` +
    `ELSE ${A} / ${B} END`
  );
}

/** `a - trunc(a / b) * b`, step by step. */
function remainder(calculate: Dialect['arithmetic']): SqlFragment {
  const whole = sql('trunc(', calculate('/', sql(A), sql(B)), ')');
  const difference = calculate('-', sql(A), calculate('*', whole, sql(B)));
  return sql(`CASE WHEN abs(${A}) < abs(${B}) THEN ${A} ELSE `, difference, ' END');
}

function double(value: number): string {
  return `'${value}'::double precision`;
}
