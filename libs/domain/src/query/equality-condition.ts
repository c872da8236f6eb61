/** `?status=draft` as a condition: the value is read as the field's type, never as an expression. */
import { parseDate, parseDatetime } from '#domain/rules/calendar';
import type { QueryPlace } from '#domain/rules/checker';
import type { Column } from '#domain/rules/column-resolver';
import type { Condition, GivenValue, ValueType } from '#domain/rules/condition';
import { ownColumn } from '#domain/rules/own-column';
import { typeOfColumn } from '#domain/rules/column-type';
import { parameterError } from './query-parameters';

export interface Equality {
  readonly name: string;
  /** null: what was written is no value of the column. */
  readonly value: GivenValue | null;
}

const EXPECTED: Readonly<Record<ValueType, string>> = {
  text: 'a text',
  number: 'a number',
  boolean: 'true or false',
  datetime: 'a datetime such as 2026-01-31T08:30:00Z',
  date: 'a date such as 2026-01-31',
  json: 'another parameter: json cannot be compared',
};

/** What the text comes to as a value of the column; null: nothing. */
export function equalityValue(column: Column, text: string): GivenValue | null {
  return valueOf(typeOfColumn(column), text);
}

/**
 * `columns` of the place: those that the caller may filter by; `index`: of the value in what the request gives. Throws DomainError
 * QUERY_PARAMETER when the value cannot be of the type.
 */
export function equalityCondition(
  { collection, columns, computedOf }: QueryPlace,
  { name, value }: Equality,
  index: number,
): Condition {
  const column = columns.find(collection, name);
  if (column === undefined) throw parameterError(name, `Unknown parameter '${name}'`);
  const type = typeOfColumn(column);
  if (value === null) throw parameterError(name, `'${name}' must be ${EXPECTED[type]}`);
  const left = ownColumn(collection, column, computedOf);
  return { kind: 'compare', op: '=', left, right: { kind: 'given', type, index, negated: false } };
}

function valueOf(type: ValueType, text: string): GivenValue | null {
  switch (type) {
    case 'text':
      return text;
    case 'number':
      return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) && Number.isFinite(Number(text)) ? Number(text) : null;
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : null;
    case 'datetime':
      return parseDatetime(text);
    case 'date':
      return parseDate(text);
    case 'json':
      return null;
  }
}
