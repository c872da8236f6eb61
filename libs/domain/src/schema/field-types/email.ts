/** email: one address, kept as written. The shape is checked; whether it exists only a mail can tell. */
import { Refusal, wrongType } from './field-type';
import type { FieldTypeDefinition } from './field-type';
import { checkText, lengthSchema, parseLengths } from './text-rules';

const EMAIL_LIMIT = 255;
// Labels and their separators never match the same character, so matching cannot backtrack far.
const EMAIL = /^[A-Za-z0-9._%+-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}$/;

export const emailType: FieldTypeDefinition = {
  storage: () => 'column',
  storageKind: () => 'text',
  valueType: 'text',
  isList: () => false,
  target: null,
  indexUse: 'unique',
  isFreeText: true,
  jsonSchema: ({ options }) => ({ type: 'string', format: 'email', ...lengthSchema(options) }),
  optionNames: ['min', 'max'],
  canHaveDefault: true,
  parseOptions: (raw, report) => parseLengths(raw, report, EMAIL_LIMIT),
  convert(value, field) {
    if (typeof value !== 'string') return wrongType('email', value);
    const refusal = checkText(value, field.options, EMAIL_LIMIT);
    if (refusal) return refusal;
    return EMAIL.test(value) ? value : new Refusal('invalid_email_format', 'Expected an email address');
  },
};
