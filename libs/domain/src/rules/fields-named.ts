/**
 * Which fields a checked condition or value reads. A text keeps its names when fields are renamed; what it comes to may then be about
 * other fields.
 */
import type { Collection, Field } from '#domain/schema/collection';
import { madeOf } from './computed-value';
import { type Part, partsOf } from './map-parts';

/** Ids of fields and names of system columns, in the order in which the part has them. `collection`: what it is a rule of. */
export function fieldsNamed(part: Part, collection: Collection): readonly string[] {
  return [...named(part, bodyOf(collection), false)];
}

/** The same, with what the computed fields among them are made of. */
export function fieldsAskedFor(part: Part, collection: Collection): readonly string[] {
  return [...named(part, bodyOf(collection), true)];
}

type OfBody = (name: string) => string;

function bodyOf({ fields }: Collection): OfBody {
  return (name) => fields.find((field) => field.name === name)?.id ?? name;
}

function* named(part: Part, ofBody: OfBody, isDeep: boolean): Generator<string> {
  if (part.kind === 'isset' || part.kind === 'data') yield ofBody(part.name);
  if (part.kind === 'changed') yield part.field.id;
  if (part.kind === 'source') yield idOf(part.column);
  if (part.kind === 'column') {
    yield* part.path.map(({ field }) => field.id);
    yield idOf(part.column);
    const made = isDeep ? madeOf(part) : undefined;
    if (made !== undefined) yield* named(made, ofBody, isDeep);
    return;
  }
  for (const inner of partsOf(part)) yield* named(inner, ofBody, isDeep);
}

function idOf(column: Field | string): string {
  return typeof column === 'string' ? column : column.id;
}
