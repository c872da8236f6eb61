/**
 * The rule language's functions on PostgreSQL, which raises errors where the language has null: every operation that could go
 * out of range is guarded.
 */
import { type SqlFragment, joinSql, sql } from '../sql-fragment';
import { EARLIEST, FIXED_UNITS, LATEST, MAX_MILLISECONDS, MAX_MONTHS, ROUND_LIMIT } from './call-limits';
import type { CallArgument, DialectFunction, Once } from './dialect';

const MAX_OFFSET = 1_000_000_000;
const DAY = 86_400_000;
/** January of year 1 and December of year 9999, in months since year 0. */
const FIRST_MONTH = 12;
const LAST_MONTH = 119_999;

export function postgresCall(name: DialectFunction, args: readonly CallArgument[], once: Once): SqlFragment {
  const values = args.map((arg) => arg.expression);
  switch (name) {
    case 'upper':
    case 'lower':
      return sql(`${name}(`, values[0]!, ' COLLATE "C")');
    case 'substring': {
      const from = `(CASE WHEN v.a1 < 1 THEN 1 WHEN v.a1 > ${MAX_OFFSET} THEN ${MAX_OFFSET} ELSE trunc(v.a1) END)::integer`;
      const length = `(CASE WHEN v.a2 < 0 THEN 0 WHEN v.a2 > ${MAX_OFFSET} THEN ${MAX_OFFSET} ELSE trunc(v.a2) END)::integer`;
      return once(values, sql(`substr(v.a0, ${from}${values[2] ? `, ${length}` : ''})`));
    }
    case 'concat': {
      // An index takes no concat(): how it writes values of some types is a setting.
      const texts = values.map((value) => sql('COALESCE(', value, `, '')`));
      return sql('(', joinSql(texts, ' || '), ')');
    }
    case 'round': {
      const scale = sql({ from: 'constant', type: 'number', value: 10 ** Number(args[1]?.literal ?? 0) });
      const rounded = 'sign(v.a0) * floor(abs(v.a0) * v.a1 + 0.5) / v.a1';
      return once([values[0]!, scale], sql(`CASE WHEN abs(v.a0) >= ${ROUND_LIMIT} THEN v.a0 ELSE ${rounded} END`));
    }
    case 'date_diff':
      return dateDiff(args, once);
    case 'date_add':
      return dateAdd(args, once);
  }
}

/** Calendar functions work on UTC wall time: `timestamp` without zone, so that session settings do not matter. */
function asTimestamp({ type, expression }: CallArgument): SqlFragment {
  return type === 'date' ? sql('(', expression, ')::timestamp') : sql('(', expression, ` AT TIME ZONE 'UTC')`);
}

function dateDiff([left, right, unit]: readonly CallArgument[], once: Once): SqlFragment {
  const fixed = FIXED_UNITS[String(unit!.literal)];
  const values = [asTimestamp(left!), asTimestamp(right!)];
  if (fixed !== undefined) {
    return once(values, sql(`(round(extract(epoch FROM v.a0 - v.a1) * 1000)::double precision / ${fixed})`));
  }
  const part = (name: string): string => `(extract(${name} FROM v.a0) - extract(${name} FROM v.a1))`;
  const months = sql(`(${part('year')} * 12 + ${part('month')})::integer`);
  const reached = 'v.a1 + make_interval(months => v.a2)';
  const count =
    `CASE WHEN v.a2 > 0 AND ${reached} > v.a0 THEN v.a2 - 1 ` +
    `WHEN v.a2 < 0 AND ${reached} < v.a0 THEN v.a2 + 1 ELSE v.a2 END`;
  const whole = sql(once([sql('v.a0'), sql('v.a1'), months], sql(count)), '::double precision');
  return once(values, unit!.literal === 'years' ? sql('trunc(', whole, ' / 12)') : whole);
}

function dateAdd([value, amount, unit]: readonly CallArgument[], once: Once): SqlFragment {
  const fixed = FIXED_UNITS[String(unit!.literal)];
  const values = [asTimestamp(value!), amount!.expression];
  if (fixed !== undefined) {
    const added = `trunc(v.a1 * ${fixed})`;
    const sum = `round(extract(epoch FROM v.a0) * 1000)::double precision + ${added}`;
    // Whole days are kept apart from the rest: an interval times a large number would lose milliseconds.
    const rest = `(v.a0 - floor(v.a0 / ${DAY}) * ${DAY}) * interval '1 millisecond'`;
    const time = `(timestamp 'epoch' + make_interval(days => floor(v.a0 / ${DAY})::integer) + ${rest}) AT TIME ZONE 'UTC'`;
    const inRange = once([sql(sum)], sql(`CASE WHEN v.a0 BETWEEN ${EARLIEST} AND ${LATEST} THEN ${time} END`));
    const isSane = `abs(v.a1) <= ${MAX_MILLISECONDS / fixed}`;
    return once(values, sql(`CASE WHEN ${isSane} THEN `, inRange, ' END'));
  }
  const perUnit = unit!.literal === 'years' ? 12 : 1;
  const months = `(trunc(v.a1) * ${perUnit})::integer`;
  const isSane = `abs(trunc(v.a1)) <= ${MAX_MONTHS / perUnit}`;
  const reached = `extract(year FROM v.a0) * 12 + extract(month FROM v.a0) - 1 + ${months}`;
  const sum = `(v.a0 + make_interval(months => ${months})) AT TIME ZONE 'UTC'`;
  const inRange = `CASE WHEN ${reached} BETWEEN ${FIRST_MONTH} AND ${LAST_MONTH} THEN ${sum} END`;
  return once(values, sql(`CASE WHEN ${isSane} THEN ${inRange} END`));
}
