/** datetime: a moment, stored in UTC with milliseconds. */
import { parseDatetime } from '#domain/rules/calendar';
import { Refusal, wrongType } from './field-type';
import type { FieldTypeDefinition } from './field-type';
import { checkTimeBounds, parseTimeBounds } from './time-bounds';

export const datetimeType: FieldTypeDefinition = {
  storage: () => 'column',
  storageKind: () => 'datetime',
  valueType: () => 'datetime',
  isList: () => false,
  target: null,
  indexUse: 'unique',
  isFreeText: false,
  canBeMasked: true,
  canBeEncrypted: false,
  jsonSchema: () => ({ type: 'string', format: 'date-time' }),
  optionNames: ['min', 'max'],
  canHaveDefault: true,
  parseOptions: (raw, report) => parseTimeBounds(raw, report, parseDatetime),
  convert(value, field) {
    if (typeof value !== 'string') return wrongType('datetime', value);
    const stored = parseDatetime(value);
    if (stored === null) {
      return new Refusal('invalid_datetime_format', 'Expected an ISO 8601 date and time of the years 0001 to 9999');
    }
    return checkTimeBounds(stored, field.options) ?? stored;
  },
};
