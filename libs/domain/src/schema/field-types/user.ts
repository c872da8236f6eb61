/** user: the id of a user of the record's account. */
import type { FieldTypeDefinition } from './field-type';
import { convertTarget } from './reference';

export const userType: FieldTypeDefinition = {
  storage: () => 'column',
  storageKind: () => 'text',
  valueType: () => 'text',
  isList: () => false,
  target: { rows: 'users', onDelete: ['set_null', 'restrict'], onDeleteDefault: 'restrict' },
  indexUse: 'unique',
  isFreeText: false,
  canBeMasked: false,
  canBeEncrypted: false,
  jsonSchema: () => ({ type: 'string', format: 'uuid', description: 'Id of a user of the account' }),
  optionNames: [],
  canHaveDefault: false,
  parseOptions: () => ({}),
  convert: (value) => convertTarget(value, 'users'),
};
