/**
 * reference: the id of a record of another collection, or with `multiple` a list of them. That the record exists, in the
 * same account, is left to the database, which checks it in the writing transaction.
 */
import { isId } from '#domain/kernel/ids';
import { excerpt } from '#domain/schema/clean-text';
import type { FieldOptions, JsonValue } from '#domain/schema/collection';
import type { JsonSchema } from '#domain/schema/json-schema';
import { Refusal, wrongType } from './field-type';
import type { FieldShape, FieldTypeDefinition } from './field-type';

const TARGETS_LIMIT = 1000;

export const referenceType: FieldTypeDefinition = {
  storage: (field) => (isMultiple(field) ? 'junction' : 'column'),
  storageKind: () => 'text',
  valueType: () => 'text',
  isList: isMultiple,
  target: { rows: 'records', onDelete: ['cascade', 'set_null', 'restrict'], onDeleteDefault: null },
  indexUse: 'unique',
  isFreeText: false,
  canBeMasked: false,
  canBeEncrypted: false,
  jsonSchema(field) {
    const item: JsonSchema = {
      type: 'string',
      format: 'uuid',
      description: field.collection === null ? 'Id of a record' : `Id of a record of ${field.collection}`,
    };
    return isMultiple(field) ? { type: 'array', items: item } : item;
  },
  optionNames: ['multiple'],
  canHaveDefault: false,
  parseOptions(raw, report): FieldOptions {
    const multiple = raw.get('multiple');
    if (multiple !== undefined && typeof multiple !== 'boolean') report('multiple', 'must be true or false');
    return multiple === true ? { multiple } : {};
  },
  convert(value, field) {
    const target = field.collection ?? '';
    return isMultiple(field) ? convertList(value, target) : convertTarget(value, target);
  },
};

function isMultiple({ options }: Pick<FieldShape, 'options'>): boolean {
  return options.multiple === true;
}

/** An id of a row of `target`, the name of what is referred to. */
export function convertTarget(value: JsonValue, target: string): JsonValue | Refusal {
  if (typeof value !== 'string') return wrongType('text', value);
  if (value.trim() === '') return new Refusal('empty_reference', 'Must not be empty');
  if (isId(value)) return value;
  return new Refusal('invalid_reference', `Referenced record '${excerpt(value)}' not found in collection '${target}'`);
}

function convertList(value: JsonValue, target: string): JsonValue | Refusal {
  if (!Array.isArray(value)) return wrongType('list', value);
  const members: readonly JsonValue[] = value;
  if (members.length > TARGETS_LIMIT) return new Refusal('too_many_values', `Takes at most ${TARGETS_LIMIT} values`);
  for (const member of members) {
    const converted = convertTarget(member, target);
    if (converted instanceof Refusal) return converted;
  }
  if (new Set(members).size < members.length) return new Refusal('duplicate_value', 'Contains an id twice');
  return members;
}
