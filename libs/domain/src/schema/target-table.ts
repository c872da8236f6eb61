/** Which table a field's values are ids of. */
import type { Catalog } from './catalog';
import type { Field } from './collection';
import { FIELD_TYPES } from './field-types';

/** null for a field that refers to nothing. */
export function targetTable(field: Field, catalog: Catalog): string | null {
  const { target } = FIELD_TYPES[field.type];
  if (target === null) return null;
  if (target.rows === 'users') return 'users';
  const collection = catalog.find(field.collection ?? '');
  if (!collection) throw new Error('The catalog lacks the target of a reference');
  return collection.table;
}
