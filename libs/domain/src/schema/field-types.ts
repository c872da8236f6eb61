/** All field types by name. */
import type { FieldType } from './collection';
import { booleanType } from './field-types/boolean';
import { computedType } from './field-types/computed';
import { dateType } from './field-types/date';
import { datetimeType } from './field-types/datetime';
import { emailType } from './field-types/email';
import type { FieldTypeDefinition } from './field-types/field-type';
import { fileType } from './field-types/file';
import { jsonType } from './field-types/json';
import { numberType } from './field-types/number';
import { referenceType } from './field-types/reference';
import { selectType } from './field-types/select';
import { textType } from './field-types/text';
import { urlType } from './field-types/url';
import { userType } from './field-types/user';

export const FIELD_TYPES: Readonly<Record<FieldType, FieldTypeDefinition>> = {
  text: textType,
  number: numberType,
  boolean: booleanType,
  datetime: datetimeType,
  date: dateType,
  email: emailType,
  url: urlType,
  json: jsonType,
  select: selectType,
  reference: referenceType,
  user: userType,
  file: fileType,
  computed: computedType,
};

export function isFieldType(name: string): name is FieldType {
  return Object.hasOwn(FIELD_TYPES, name);
}
