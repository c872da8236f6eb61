/** The columns that a write of fields sets. */
import type { Field } from '#domain/schema/collection';
import { columnFields, isEncrypted, storageKind } from '#domain/schema/field-storage';
import { type Slot, type SqlFragment, sql } from './sql-fragment';

/**
 * By physical name. The value of an encrypted field comes encrypted where encryption is on, and as it is where it was turned off;
 * it goes to the column for it, and what the other one has is gone.
 */
export function writtenColumns(
  fields: readonly Field[],
  asSql: (slot: Slot) => SqlFragment,
): ReadonlyMap<string, SqlFragment> {
  const columns = new Map<string, SqlFragment>();
  for (const field of columnFields(fields)) {
    const isOn = isEncrypted(field) && field.encryption.isOn;
    const value = asSql({ from: 'stored', type: isOn ? 'text' : storageKind(field), field });
    columns.set(field.column, isOn ? sql('NULL') : value);
    if (isEncrypted(field)) columns.set(field.encryption.column, isOn ? value : sql('NULL'));
  }
  return columns;
}
