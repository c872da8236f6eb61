/** `?status=draft` as a condition: the value is read as the field's type, never as an expression. */
import { parseDate, parseDatetime } from '#domain/rules/calendar';
import type { ColumnOperand, Condition, ValueType } from '#domain/rules/condition';
import { typeOfField } from '#domain/rules/value-type';
import { type Collection, SYSTEM_COLUMNS, isSystemColumn } from '#domain/schema/collection';
import { isList } from '#domain/schema/field-storage';
import type { Equality } from './parse-list-request';
import { parameterError } from './query-parameters';

const EXPECTED: Readonly<Record<ValueType, string>> = {
  text: 'a text',
  number: 'a number',
  boolean: 'true or false',
  datetime: 'a datetime such as 2026-01-31T08:30:00Z',
  date: 'a date such as 2026-01-31',
  json: 'another parameter: json cannot be compared',
};

/** Throws DomainError QUERY_PARAMETER when the value cannot be of the field's type. */
export function equalityCondition(collection: Collection, { name, value }: Equality): Condition {
  const left = columnOf(collection, name);
  const literal = valueOf(left.type, value);
  if (literal === null) throw parameterError(name, `'${name}' must be ${EXPECTED[left.type]}`);
  return { kind: 'compare', op: '=', left, right: { kind: 'literal', type: left.type, value: literal } };
}

function columnOf(collection: Collection, name: string): ColumnOperand {
  if (isSystemColumn(name)) return { kind: 'column', type: SYSTEM_COLUMNS[name], path: [], column: name, many: false };
  const field = collection.fields.find((candidate) => candidate.name === name);
  if (!field) throw parameterError(name, `Unknown parameter '${name}'`);
  return { kind: 'column', type: typeOfField(field), path: [], column: field, many: isList(field) };
}

function valueOf(type: ValueType, text: string): string | number | boolean | null {
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
