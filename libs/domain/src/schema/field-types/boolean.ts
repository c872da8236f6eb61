/** boolean: true or false, nothing that merely looks like one. */
import { wrongType } from './field-type';
import type { FieldTypeDefinition } from './field-type';

export const booleanType: FieldTypeDefinition = {
  storage: () => 'column',
  storageKind: () => 'boolean',
  valueType: () => 'boolean',
  isList: () => false,
  target: null,
  indexUse: 'narrowing',
  isFreeText: false,
  canBeMasked: false,
  canBeEncrypted: false,
  jsonSchema: () => ({ type: 'boolean' }),
  optionNames: [],
  canHaveDefault: true,
  parseOptions: () => ({}),
  convert: (value) => (typeof value === 'boolean' ? value : wrongType('boolean', value)),
};
