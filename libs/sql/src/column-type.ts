/** What a field's physical column holds, as the compiler sees it; physical-*.ts has the engines' own type names. */
import type { ValueType } from '#domain/rules/condition';
import { type Field, isList } from '#domain/schema/collection';

export function columnType(field: Field): ValueType {
  switch (field.type) {
    case 'number':
    case 'boolean':
    case 'datetime':
    case 'date':
      return field.type;
    case 'json':
    case 'file':
      return 'json';
    default:
      return isList(field) ? 'json' : 'text';
  }
}
