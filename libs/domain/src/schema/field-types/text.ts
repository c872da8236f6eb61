/** text: any characters that both engines can store, bounded in length, optionally matching a pattern. */
import { wrongType } from './field-type';
import type { FieldTypeDefinition } from './field-type';
import { checkText, lengthSchema, parseLengths, parsePattern } from './text-rules';

const TEXT_LIMIT = 1_000_000;

export const textType: FieldTypeDefinition = {
  storage: () => 'column',
  storageKind: () => 'text',
  valueType: () => 'text',
  isList: () => false,
  target: null,
  indexUse: 'unique',
  isFreeText: true,
  canBeMasked: true,
  canBeEncrypted: true,
  jsonSchema: ({ options }) => ({
    type: 'string',
    ...lengthSchema(options),
    ...(options.pattern === undefined ? {} : { pattern: options.pattern }),
  }),
  optionNames: ['min', 'max', 'pattern'],
  canHaveDefault: true,
  parseOptions: (raw, report) => ({ ...parseLengths(raw, report, TEXT_LIMIT), ...parsePattern(raw, report) }),
  convert(value, field) {
    if (typeof value !== 'string') return wrongType('text', value);
    return checkText(value, field.options, TEXT_LIMIT) ?? value;
  },
};
