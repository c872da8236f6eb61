/** date: a calendar day without time or zone. */
import { parseDate } from '#domain/rules/calendar';
import { Refusal, wrongType } from './field-type';
import type { FieldTypeDefinition } from './field-type';
import { checkTimeBounds, parseTimeBounds } from './time-bounds';

export const dateType: FieldTypeDefinition = {
  storage: () => 'column',
  storageKind: () => 'date',
  valueType: () => 'date',
  isList: () => false,
  target: null,
  indexUse: 'unique',
  isFreeText: false,
  canBeMasked: true,
  canBeEncrypted: false,
  jsonSchema: () => ({ type: 'string', format: 'date' }),
  optionNames: ['min', 'max'],
  canHaveDefault: true,
  parseOptions: (raw, report) => parseTimeBounds(raw, report, parseDate),
  convert(value, field) {
    if (typeof value !== 'string') return wrongType('date', value);
    const stored = parseDate(value);
    if (stored === null) return new Refusal('invalid_date_format', 'Expected a date as YYYY-MM-DD');
    return checkTimeBounds(stored, field.options) ?? stored;
  },
};
