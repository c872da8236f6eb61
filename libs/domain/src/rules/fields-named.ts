/**
 * Which fields a checked condition or value reads. A text keeps its names when fields are renamed; what it comes to may then be about
 * other fields.
 */
import type { Collection, Field } from '#domain/schema/collection';
import { type Part, partsOf } from './map-parts';

/** Ids of fields and names of system columns, in the order in which the part has them. `collection`: what it is a rule of. */
export function fieldsNamed(part: Part, collection: Collection): readonly string[] {
  const ofBody = (name: string): string => collection.fields.find((field) => field.name === name)?.id ?? name;
  return [...named(part, ofBody)];
}

function* named(part: Part, ofBody: (name: string) => string): Generator<string> {
  if (part.kind === 'isset' || part.kind === 'data') yield ofBody(part.name);
  if (part.kind === 'changed') yield part.field.id;
  if (part.kind === 'column') {
    yield* part.path.map(({ field }) => field.id);
    yield idOf(part.column);
  }
  for (const inner of partsOf(part)) yield* named(inner, ofBody);
}

function idOf(column: Field | string): string {
  return typeof column === 'string' ? column : column.id;
}
