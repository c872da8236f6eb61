/** Checks the computed fields of a collection with what they name: that each has a value of its type, and that it has an end. */
import { DomainError } from '#domain/kernel/errors';
import { compileComputed, computedNamed } from '#domain/rules/computed-value';
import { type Extent, extentOf } from '#domain/rules/extent';
import type { Collection, Field } from './collection';
import type { DefinitionProblems } from './definition-problems';

const MAX_FIELDS = 10;
/** As of one expression (parser.ts), now with the computed fields that are named put in their places. */
const MAX_EXTENT: Extent = { parts: 300, depth: 30 };
/** Of all computed fields together, because whoever reads a record asks for all of them in one statement. */
const MAX_PARTS = 1000;

interface Place {
  readonly field: Field;
  readonly path: string;
}

/** Whether they are all as they should be. */
export function checkComputedFields(collection: Collection, problems: DefinitionProblems): boolean {
  const places = collection.fields.flatMap((field, index): readonly Place[] =>
    field.type === 'computed' ? [{ field, path: `fields[${index}].expression` }] : [],
  );
  if (places.length > MAX_FIELDS) {
    problems.add('fields', 'too_many_computed_fields', `must have at most ${MAX_FIELDS} computed fields`);
    return false;
  }
  const compiled = places.filter((place) => isValid(place, collection, problems));
  if (compiled.length < places.length) return false;
  const circular = places.filter(({ field }) => leadsBack(field, collection));
  for (const { field, path } of circular) {
    problems.add(path, 'computed_field_circle', `leads back to '${field.name}' itself`);
  }
  return circular.length === 0 && areBounded(places, collection, problems);
}

function isValid({ field, path }: Place, collection: Collection, problems: DefinitionProblems): boolean {
  try {
    compileComputed(collection, field);
    return true;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    problems.add(path, 'computed_field_expression_invalid', error.message);
    return false;
  }
}

function leadsBack(start: Field, collection: Collection): boolean {
  const reached = new Set<Field>();
  const open = [start];
  for (let field = open.pop(); field !== undefined; field = open.pop()) {
    for (const next of computedNamed(collection, field)) {
      if (next === start) return true;
      if (!reached.has(next)) open.push(next);
      reached.add(next);
    }
  }
  return false;
}

function areBounded(places: readonly Place[], collection: Collection, problems: DefinitionProblems): boolean {
  let parts = 0;
  let isEachBounded = true;
  for (const { field, path } of places) {
    const extent = extentOf(collection, field);
    parts += extent.parts;
    if (extent.parts <= MAX_EXTENT.parts && extent.depth <= MAX_EXTENT.depth) continue;
    const message = `has more than ${MAX_EXTENT.parts} parts or ${MAX_EXTENT.depth} levels with the computed fields that it names`;
    problems.add(path, 'computed_field_expression_invalid', message);
    isEachBounded = false;
  }
  if (parts <= MAX_PARTS) return isEachBounded;
  problems.add(
    'fields',
    'too_many_computed_fields',
    `must have computed fields of at most ${MAX_PARTS} parts together`,
  );
  return false;
}
