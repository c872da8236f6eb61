/** number: a finite double. */
import type { FieldOptions } from '#domain/schema/collection';
import { Refusal, wrongType } from './field-type';
import type { FieldTypeDefinition, OptionReport, RawOptions } from './field-type';

export const numberType: FieldTypeDefinition = {
  storage: () => 'column',
  storageKind: () => 'number',
  valueType: () => 'number',
  isList: () => false,
  target: null,
  indexUse: 'unique',
  isFreeText: false,
  canBeMasked: true,
  canBeEncrypted: false,
  jsonSchema: ({ options }) => ({
    type: 'number',
    ...(typeof options.min === 'number' ? { minimum: options.min } : {}),
    ...(typeof options.max === 'number' ? { maximum: options.max } : {}),
  }),
  optionNames: ['min', 'max'],
  canHaveDefault: true,
  parseOptions(raw, report): FieldOptions {
    const min = parseBound(raw, 'min', report);
    const max = parseBound(raw, 'max', report);
    if (min !== undefined && max !== undefined && min > max) report('min', 'must not be greater than max');
    return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
  },
  convert(value, { options }) {
    if (typeof value !== 'number') return wrongType('number', value);
    // JSON has no infinity, but 1e999 parses to it.
    if (!Number.isFinite(value)) return new Refusal('invalid_type', 'Is too large for a number');
    if (typeof options.min === 'number' && value < options.min) {
      return new Refusal('too_small', `Must be at least ${options.min}`);
    }
    if (typeof options.max === 'number' && value > options.max) {
      return new Refusal('too_large', `Must be at most ${options.max}`);
    }
    return withoutNegativeZero(value);
  },
};

/** The engines print -0 differently. */
function withoutNegativeZero(value: number): number {
  return value === 0 ? 0 : value;
}

function parseBound(raw: RawOptions, name: 'min' | 'max', report: OptionReport): number | undefined {
  const value = raw.get(name);
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  report(name, 'must be a number');
  return undefined;
}
