/** user: the id of a user of the record's account. */
import type { FieldTypeDefinition } from './field-type';
import { convertTarget } from './reference';

export const userType: FieldTypeDefinition = {
  optionNames: [],
  comparable: true,
  canHaveDefault: false,
  parseOptions: () => ({}),
  convert: (value) => convertTarget(value, 'users'),
};
