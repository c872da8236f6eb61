/** The rule language's functions as SQLite spells them. Numbers are made REAL first: the language has no integers. */
import type { ArithmeticOperator, ValueType } from '#domain/rules/condition';
import { type SqlFragment, joinSql, sql } from '../sql-fragment';
import { EARLIEST, FIXED_UNITS, LATEST, MAX_MILLISECONDS, MAX_MONTHS, ROUND_LIMIT } from './call-limits';
import type { CallArgument, DialectFunction, Once } from './dialect';

const ISO = `'%Y-%m-%dT%H:%M:%fZ'`;
/** Beyond any text's length, within what substr takes. */
const MAX_OFFSET = 1_000_000_000;

export function sqliteCall(name: DialectFunction, args: readonly CallArgument[], once: Once): SqlFragment {
  const values = args.map((arg) => arg.expression);
  const [first, second] = values;
  switch (name) {
    case 'upper':
    case 'lower':
      return sql(`${name}(`, first!, ')');
    case 'substring': {
      // max() and min() of several arguments are null when one is, as wanted.
      const from = sql(`CAST(min(max(trunc(`, second!, `), 1), ${MAX_OFFSET}) AS INTEGER)`);
      const length = values[2]
        ? sql(`CAST(min(max(trunc(`, values[2], `), 0), ${MAX_OFFSET}) AS INTEGER)`)
        : MAX_OFFSET;
      return sql('substr(', first!, ', ', from, ', ', typeof length === 'number' ? `${length}` : length, ')');
    }
    case 'concat':
      return sql('concat(', joinSql(values, ', '), ')');
    case 'round': {
      const scale = sql({ from: 'constant', type: 'number', value: 10 ** Number(args[1]?.literal ?? 0) });
      const rounded = sql('sign(v.a0) * floor(abs(v.a0) * v.a1 + 0.5) / v.a1');
      return once(
        [real(first!), real(scale)],
        sql(`CASE WHEN abs(v.a0) >= ${ROUND_LIMIT} THEN v.a0 ELSE `, rounded, ' END'),
      );
    }
    case 'date_diff':
      return dateDiff(args, once);
    case 'date_add':
      return dateAdd(args, once);
  }
}

/** Integers would divide as integers and add exactly beyond 2^53; the language knows doubles only. */
export function sqliteArithmetic(
  op: ArithmeticOperator,
  left: SqlFragment,
  right: SqlFragment,
  once: Once,
): SqlFragment {
  if (op !== '%') return finite(sql('(', real(left), ` ${op} `, real(right), ')'));
  return once([real(left), real(right)], finite(sql('v.a0 - trunc(v.a0 / v.a1) * v.a1')));
}

function real(expression: SqlFragment): SqlFragment {
  return sql('CAST(', expression, ' AS REAL)');
}

/** Infinity is not a value of the language. */
function finite(expression: SqlFragment): SqlFragment {
  return sql('nullif(nullif(', expression, ', 9e999), -9e999)');
}

function milliseconds(expression: string): string {
  return `round(unixepoch(${expression}, 'subsec') * 1000.0)`;
}

function dateDiff([left, right, unit]: readonly CallArgument[], once: Once): SqlFragment {
  const fixed = FIXED_UNITS[String(unit!.literal)];
  if (fixed !== undefined) {
    const difference = `(${milliseconds('v.a0')} - ${milliseconds('v.a1')}) / ${fixed}.0`;
    return once([left!.expression, right!.expression], sql(difference));
  }
  const months = `((strftime('%Y', v.a0) - strftime('%Y', v.a1)) * 12 + strftime('%m', v.a0) - strftime('%m', v.a1))`;
  const reached = `strftime(${ISO}, v.a1, printf('%+d months', v.a2), 'floor')`;
  const count =
    `CASE WHEN v.a2 > 0 AND ${reached} > v.a0 THEN v.a2 - 1 ` +
    `WHEN v.a2 < 0 AND ${reached} < v.a0 THEN v.a2 + 1 ELSE v.a2 END`;
  const whole = real(once([sql('v.a0'), sql('v.a1'), sql(months)], sql(count)));
  const wanted = unit!.literal === 'years' ? sql('trunc(', whole, ' / 12.0)') : whole;
  return once([asDatetime(left!), asDatetime(right!)], wanted);
}

function dateAdd([value, amount, unit]: readonly CallArgument[], once: Once): SqlFragment {
  const fixed = FIXED_UNITS[String(unit!.literal)];
  const arguments_ = [asDatetime(value!), real(amount!.expression)];
  if (fixed !== undefined) {
    const added = `trunc(v.a1 * ${fixed}.0)`;
    const time = `strftime(${ISO}, v.a0 / 1000.0, 'unixepoch')`;
    const inRange = sql(`CASE WHEN v.a0 BETWEEN ${EARLIEST}.0 AND ${LATEST}.0 THEN ${time} END`);
    const sum = once([sql(`${milliseconds('v.a0')} + ${added}`)], inRange);
    return once(arguments_, sql(`CASE WHEN abs(${added}) <= ${MAX_MILLISECONDS}.0 THEN `, sum, ' END'));
  }
  const months = unit!.literal === 'years' ? 'trunc(v.a1) * 12' : 'trunc(v.a1)';
  const sum = `strftime(${ISO}, v.a0, printf('%+d months', CAST(${months} AS INTEGER)), 'floor')`;
  // Years before 1 come out as text that sorts before.
  const inRange = `CASE WHEN ${sum} >= '0001' THEN ${sum} END`;
  return once(arguments_, sql(`CASE WHEN abs(${months}) <= ${MAX_MONTHS} THEN ${inRange} END`));
}

function asDatetime({ type, expression }: { type: ValueType; expression: SqlFragment }): SqlFragment {
  return type === 'date' ? sql('(', expression, ` || 'T00:00:00.000Z')`) : expression;
}
