/**
 * Which columns a collection has for macros: those with one plain value that every caller reads as it is. What a macro comes to is
 * shown to superadmins and decides rules, so that nothing is among them that is masked, encrypted or kept from anybody.
 */
import type { Column } from '#domain/rules/column-resolver';
import { typeOfField } from '#domain/rules/column-type';
import { type Collection, type Field, SYSTEM_COLUMNS, type SystemColumn } from '#domain/schema/collection';
import { isEncrypted, isList, storageOf } from '#domain/schema/field-storage';

const SYSTEM = Object.keys(SYSTEM_COLUMNS) as readonly SystemColumn[];

export function readableColumns(collection: Collection): readonly Column[] {
  return [...SYSTEM, ...collection.fields.filter((field) => whyUnreadable(collection, field) === null)];
}

/** null: macros read it. */
export function whyUnreadable({ fieldLists: { list, view } }: Collection, field: Field): string | null {
  if (isEncrypted(field)) return 'is encrypted';
  if (field.pii !== undefined) return 'is masked for most callers';
  const isListed = [list, view].every((ids) => ids?.includes(field.id) ?? true);
  if (!isListed || (field.access?.read ?? '') !== '') return 'is not readable for everybody';
  if (field.type === 'computed') return 'is computed';
  if (storageOf(field) !== 'column' || isList(field)) return 'is a list';
  return typeOfField(field) === 'json' ? 'is json' : null;
}
