/** Every index that a collection's table has besides its primary key; the account leads each. */
import type { Collection, Field } from './collection';
import { columnFields } from './field-storage';
import { FIELD_TYPES } from './field-types';
import { computedKey, nameIn, withName } from './index-term';
import { indexName } from './physical-names';

export interface PhysicalIndex {
  readonly name: string;
  /** Physical columns after account_id, what is inside of one, and computed fields (index-term.ts). */
  readonly columns: readonly string[];
  /** The names of `columns` as users know them. */
  readonly fields: readonly string[];
  readonly unique: boolean;
}

type Indexed = Pick<Collection, 'table' | 'fields' | 'indexes'>;

const cache = new WeakMap<Indexed, readonly PhysicalIndex[]>();

/** A unique field has a unique index; a field that leads to another row has one for finding what points at it. */
export function physicalIndexes(collection: Indexed): readonly PhysicalIndex[] {
  let indexes = cache.get(collection);
  if (indexes === undefined) cache.set(collection, (indexes = indexesOf(collection)));
  return indexes;
}

function indexesOf(collection: Indexed): readonly PhysicalIndex[] {
  const { table } = collection;
  const own = columnFields(collection.fields).flatMap((field): readonly PhysicalIndex[] => {
    if (!field.unique && FIELD_TYPES[field.type].target === null) return [];
    const name = indexName(table, field.unique ? 'unique' : 'target', [field.id]);
    return [{ name, columns: [field.column], fields: [field.name], unique: field.unique }];
  });
  const defined = collection.indexes.map((index) => ({
    name: index.name,
    columns: index.fields.map((term) => keyOf(term, collection.fields)),
    fields: index.fields,
    unique: index.unique,
  }));
  return [...own, ...defined];
}

/** What a term of the `fields` of an index is in PhysicalIndex.columns. */
export function keyOf(term: string, fields: readonly Field[]): string {
  const name = nameIn(term);
  const field = fields.find((candidate) => candidate.name === name);
  if (field?.type === 'computed') return computedKey(field);
  return withName(term, field?.column ?? name);
}

/** Whether an index names the computed field. */
export function isIndexed({ indexes }: Collection, { name }: Field): boolean {
  return indexes.some(({ fields }) => fields.includes(name));
}
