/** Every index that a collection's table has besides its primary key; the account leads each. */
import { hasJunction, isSystemColumn } from './collection';
import type { Collection } from './collection';
import { indexName } from './physical-names';

export interface PhysicalIndex {
  readonly name: string;
  /** Physical columns after account_id. */
  readonly columns: readonly string[];
  /** The names of `columns` as users know them. */
  readonly fields: readonly string[];
  readonly unique: boolean;
}

/** A unique field has a unique index; a field that leads to another row has one for finding what points at it. */
export function physicalIndexes(collection: Collection): readonly PhysicalIndex[] {
  const { table } = collection;
  const own = collection.fields.flatMap((field): readonly PhysicalIndex[] => {
    const target = field.type === 'reference' || field.type === 'user';
    if (hasJunction(field) || !(field.unique || target)) return [];
    const name = indexName(table, field.unique ? 'unique' : 'target', [field.id]);
    return [{ name, columns: [field.column], fields: [field.name], unique: field.unique }];
  });
  const columns = new Map(collection.fields.map((field) => [field.name, field.column]));
  const defined = collection.indexes.map((index) => ({
    name: index.name,
    columns: index.fields.map((name) => (isSystemColumn(name) ? name : (columns.get(name) ?? name))),
    fields: index.fields,
    unique: index.unique,
  }));
  return [...own, ...defined];
}
