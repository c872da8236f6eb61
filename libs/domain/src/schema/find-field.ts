/** A field of a collection by its exact name, found by a map that is made once per collection. */
import type { Collection, Field } from './collection';

const fieldsByName = new WeakMap<Collection, ReadonlyMap<string, Field>>();

export function findField(collection: Collection, name: string): Field | undefined {
  let fields = fieldsByName.get(collection);
  if (!fields) {
    fields = new Map(collection.fields.map((field) => [field.name, field]));
    fieldsByName.set(collection, fields);
  }
  return fields.get(name);
}
