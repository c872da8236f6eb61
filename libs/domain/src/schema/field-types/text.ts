/** text: any characters that both engines can store, bounded in length, optionally matching a pattern. */
import { wrongType } from './field-type';
import type { FieldTypeDefinition } from './field-type';
import { checkText, parseLengths, parsePattern } from './text-rules';

const TEXT_LIMIT = 1_000_000;

export const textType: FieldTypeDefinition = {
  optionNames: ['min', 'max', 'pattern'],
  comparable: true,
  canHaveDefault: true,
  parseOptions: (raw, report) => ({ ...parseLengths(raw, report, TEXT_LIMIT), ...parsePattern(raw, report) }),
  convert(value, field) {
    if (typeof value !== 'string') return wrongType('text', value);
    return checkText(value, field.options, TEXT_LIMIT) ?? value;
  },
};
