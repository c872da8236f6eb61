/** computed: what an expression comes to over the other fields of the record; made anew whenever it is read. */
import type { ComputedType } from '#domain/schema/collection';
import type { JsonSchema } from '#domain/schema/json-schema';
import { Refusal } from './field-type';
import type { FieldShape, FieldTypeDefinition } from './field-type';

const SCHEMAS: Readonly<Record<ComputedType, JsonSchema>> = {
  text: { type: 'string' },
  number: { type: 'number' },
  boolean: { type: 'boolean' },
  datetime: { type: 'string', format: 'date-time' },
  date: { type: 'string', format: 'date' },
};

export const computedType: FieldTypeDefinition = {
  storage: () => 'none',
  storageKind: returnType,
  valueType: returnType,
  isList: () => false,
  target: null,
  indexUse: 'none',
  isFreeText: false,
  canBeMasked: false,
  canBeEncrypted: false,
  jsonSchema: (field) => SCHEMAS[returnType(field)],
  optionNames: [],
  canHaveDefault: false,
  parseOptions: () => ({}),
  convert: () => new Refusal('computed_field', 'Is computed of other fields, so that no value can be set'),
};

function returnType({ computed }: FieldShape): ComputedType {
  if (computed === undefined) throw new Error('A computed field without an expression');
  return computed.returns;
}
