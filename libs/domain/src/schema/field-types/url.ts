/** url: an absolute http or https address, kept as written. */
import { Refusal, wrongType } from './field-type';
import type { FieldTypeDefinition } from './field-type';
import { checkText, lengthSchema, parseLengths } from './text-rules';

const URL_LIMIT = 2000;
const HTTP_URL = /^https?:\/\/[^\s/?#]+\S*$/i;

export const urlType: FieldTypeDefinition = {
  storage: () => 'column',
  storageKind: () => 'text',
  valueType: () => 'text',
  isList: () => false,
  target: null,
  indexUse: 'unique',
  isFreeText: true,
  canBeMasked: true,
  canBeEncrypted: false,
  jsonSchema: ({ options }) => ({ type: 'string', format: 'uri', ...lengthSchema(options) }),
  optionNames: ['min', 'max'],
  canHaveDefault: true,
  parseOptions: (raw, report) => parseLengths(raw, report, URL_LIMIT),
  convert(value, field) {
    if (typeof value !== 'string') return wrongType('url', value);
    const refusal = checkText(value, field.options, URL_LIMIT);
    if (refusal) return refusal;
    if (HTTP_URL.test(value) && URL.canParse(value)) return value;
    return new Refusal('invalid_url_format', 'Expected an http or https address without spaces');
  },
};
