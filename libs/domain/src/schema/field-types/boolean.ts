/** boolean: true or false, nothing that merely looks like one. */
import { wrongType } from './field-type';
import type { FieldTypeDefinition } from './field-type';

export const booleanType: FieldTypeDefinition = {
  optionNames: [],
  comparable: false,
  canHaveDefault: true,
  parseOptions: () => ({}),
  convert: (value) => (typeof value === 'boolean' ? value : wrongType('boolean', value)),
};
