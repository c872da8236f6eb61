/** date: a calendar day without time or zone. */
import { parseDate } from '#domain/rules/calendar';
import { Refusal, wrongType } from './field-type';
import type { FieldTypeDefinition } from './field-type';
import { checkTimeBounds, parseTimeBounds } from './time-bounds';

export const dateType: FieldTypeDefinition = {
  optionNames: ['min', 'max'],
  comparable: true,
  canHaveDefault: true,
  parseOptions: (raw, report) => parseTimeBounds(raw, report, parseDate),
  convert(value, field) {
    if (typeof value !== 'string') return wrongType('date', value);
    const stored = parseDate(value);
    if (stored === null) return new Refusal('invalid_date_format', 'Expected a date as YYYY-MM-DD');
    return checkTimeBounds(stored, field.options) ?? stored;
  },
};
