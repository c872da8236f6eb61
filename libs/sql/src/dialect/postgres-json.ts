/**
 * Into json on PostgreSQL. Step by step with ->, whose right side is a name or a number: #> would take the name of a member for
 * the number of an element, and the other way round.
 */
import type { ValueType } from '#domain/rules/condition';
import { type SqlFragment, sql } from '../sql-fragment';
import { literalOrBound } from '../json-step-text';
import type { JsonDialect, OneStep } from './json-dialect';

const TYPE_NAMES: Readonly<Partial<Record<ValueType, string>>> = {
  text: 'string',
  number: 'number',
  boolean: 'boolean',
};
const CASTS: Readonly<Partial<Record<ValueType, string>>> = { number: '::double precision', boolean: '::boolean' };

export const postgresJson: JsonDialect = {
  inside,
  elements(json, steps, alias) {
    const list = follow(json, steps);
    const value = sql(`${alias}."value"`);
    const elements = sql(`CASE WHEN json_typeof(`, list, `) = 'array' THEN `, list, ' END');
    return {
      from: sql('json_array_elements(', elements, `) AS ${alias}("value")`),
      inside: (type, more) => inside(type, value, more),
      json: value,
    };
  },
};

function inside(type: ValueType, json: SqlFragment, steps: readonly OneStep[]): SqlFragment {
  const value = follow(json, steps);
  if (type === 'json') return sql('(CASE WHEN json_typeof(', value, `) <> 'null' THEN `, value, ' END)');
  const cast = CASTS[type];
  const text = sql('(', value, ` #>> '{}')`, cast ?? '');
  const collation = type === 'text' ? ' COLLATE "C"' : '';
  return sql('(CASE WHEN json_typeof(', value, `) = '${TYPE_NAMES[type]}' THEN `, text, ` END${collation})`);
}

function follow(json: SqlFragment, steps: readonly OneStep[]): SqlFragment {
  let value = json;
  for (const step of steps) value = sql(value, ' -> ', typeof step === 'number' ? `${step}` : literalOrBound(step));
  return steps.length === 0 ? value : sql('(', value, ')');
}
