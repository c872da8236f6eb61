/** select: one of a list of texts; with `max` above 1, a list of distinct ones. */
import { isCleanText } from '#domain/schema/clean-text';
import type { FieldOptions, JsonValue } from '#domain/schema/collection';
import type { JsonSchema } from '#domain/schema/json-schema';
import { Refusal, wrongType } from './field-type';
import type { FieldShape, FieldTypeDefinition, OptionReport } from './field-type';

const VALUES_LIMIT = 500;
const VALUE_LENGTH_LIMIT = 200;

export const selectType: FieldTypeDefinition = {
  storage: () => 'column',
  storageKind: (field) => (takesSeveral(field) ? 'json' : 'text'),
  valueType: () => 'text',
  isList: takesSeveral,
  target: null,
  indexUse: 'unique',
  isFreeText: true,
  canBeMasked: false,
  canBeEncrypted: false,
  jsonSchema(field) {
    const item: JsonSchema = { type: 'string', enum: field.options.values ?? [] };
    return takesSeveral(field) ? { type: 'array', items: item, maxItems: field.options.max } : item;
  },
  optionNames: ['values', 'max'],
  canHaveDefault: true,
  parseOptions(raw, report): FieldOptions {
    const max = raw.get('max');
    if (max !== undefined && !(typeof max === 'number' && Number.isInteger(max) && max >= 1 && max <= VALUES_LIMIT)) {
      report('max', `must be a whole number from 1 to ${VALUES_LIMIT}`);
    }
    return { values: parseValues(raw.get('values'), report), ...(typeof max === 'number' ? { max } : {}) };
  },
  convert(value, field) {
    const { options } = field;
    if (takesSeveral(field)) return convertList(value, options, Number(options.max));
    if (typeof value !== 'string') return wrongType('text', value);
    return isAllowed(value, options) ? value : notAllowed(options);
  },
};

function takesSeveral({ options }: Pick<FieldShape, 'options'>): boolean {
  return typeof options.max === 'number' && options.max > 1;
}

function convertList(value: JsonValue, options: FieldOptions, max: number): JsonValue | Refusal {
  if (!Array.isArray(value)) return wrongType('list', value);
  const members: readonly JsonValue[] = value;
  if (members.length > max) return new Refusal('too_many_values', `Takes at most ${max} values`);
  for (const member of members) {
    if (typeof member !== 'string') return wrongType('text', member);
    if (!isAllowed(member, options)) return notAllowed(options);
  }
  if (new Set(members).size < members.length) return new Refusal('duplicate_value', 'Contains a value twice');
  return members;
}

function isAllowed(value: string, options: FieldOptions): boolean {
  return options.values?.includes(value) ?? false;
}

function notAllowed(options: FieldOptions): Refusal {
  const shown = 20;
  const values = options.values ?? [];
  const rest = values.length > shown ? ` and ${values.length - shown} more` : '';
  return new Refusal('not_in_values', `Expected one of: ${values.slice(0, shown).join(', ')}${rest}`);
}

function parseValues(raw: unknown, report: OptionReport): readonly string[] {
  const values: readonly unknown[] = Array.isArray(raw) ? raw : [];
  const texts = values.filter((value): value is string => isChoice(value));
  if (values.length === 0 || values.length > VALUES_LIMIT || texts.length < values.length) {
    report('values', `must be a list of 1 to ${VALUES_LIMIT} texts of 1 to ${VALUE_LENGTH_LIMIT} characters`);
  } else if (new Set(texts).size < texts.length) {
    report('values', 'must be distinct');
  }
  return texts;
}

function isChoice(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && value.length <= VALUE_LENGTH_LIMIT && isCleanText(value);
}
