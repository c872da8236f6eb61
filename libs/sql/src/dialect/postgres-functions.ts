/**
 * Arithmetic as functions of the database, which an index can be over: written out without a SELECT, arithmetic on what arithmetic
 * came to would double with every level. PostgreSQL puts the body of one in its place where the arguments are simple.
 */
import type { ArithmeticOperator } from '#domain/rules/condition';
import { plainText, type SqlFragment, sql } from '../sql-fragment';
import { calculated } from './postgres-arithmetic';
import { substituted } from './substituted';

/** Those that others are made of come first. */
const NAMES: Readonly<Record<ArithmeticOperator, string>> = {
  '+': 'snackbase_sum',
  '-': 'snackbase_difference',
  '*': 'snackbase_product',
  '/': 'snackbase_quotient',
  '%': 'snackbase_remainder',
};

/** They are made by a migration: whatever changes them needs another one. */
export function createFunctions(): readonly string[] {
  return Object.entries(NAMES).map(([op, name]) => {
    const body = calculated(op as ArithmeticOperator, sql('a'), sql('b'), substituted, arithmeticByFunction);
    const parameters = '(a double precision, b double precision) RETURNS double precision';
    return `CREATE FUNCTION ${name}${parameters} LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN ${plainText(body)}`;
  });
}

export function dropFunctions(): readonly string[] {
  return Object.values(NAMES)
    .toReversed()
    .map((name) => `DROP FUNCTION ${name}(double precision, double precision)`);
}

export function arithmeticByFunction(op: ArithmeticOperator, left: SqlFragment, right: SqlFragment): SqlFragment {
  return sql(`${NAMES[op]}(`, left, ', ', right, ')');
}
