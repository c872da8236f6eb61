/** email: one address such as a user may have, kept as written. Whether it exists only a mail can tell. */
import { parseEmailAddress } from '#domain/auth/email-address';
import { Refusal, wrongType } from './field-type';
import type { FieldTypeDefinition } from './field-type';
import { checkText, lengthSchema, parseLengths } from './text-rules';

const EMAIL_LIMIT = 255;

export const emailType: FieldTypeDefinition = {
  storage: () => 'column',
  storageKind: () => 'text',
  valueType: () => 'text',
  isList: () => false,
  target: null,
  indexUse: 'unique',
  isFreeText: true,
  canBeMasked: true,
  canBeEncrypted: false,
  jsonSchema: ({ options }) => ({ type: 'string', format: 'email', ...lengthSchema(options) }),
  optionNames: ['min', 'max'],
  canHaveDefault: true,
  parseOptions: (raw, report) => parseLengths(raw, report, EMAIL_LIMIT),
  convert(value, field) {
    if (typeof value !== 'string') return wrongType('email', value);
    const refusal = checkText(value, field.options, EMAIL_LIMIT);
    if (refusal) return refusal;
    return isAddress(value) ? value : new Refusal('invalid_email_format', 'Expected an email address');
  },
};

/** Spaces around an address are no part of it. */
function isAddress(text: string): boolean {
  return text.trim() === text && parseEmailAddress(text) !== null;
}
