/** Checks the computed fields of a collection with what they name: that each has a value of its type, and that it has an end. */
import { DomainError } from '#domain/kernel/errors';
import { asksOthers, computedValue } from '#domain/rules/computed-value';
import type { Operand } from '#domain/rules/condition';
import { extentOf } from '#domain/rules/extent';
import { BrokenExpression, ComputedCircle, fieldsReadBy, trustedValue } from '#domain/rules/related-value';
import type { Catalog } from './catalog';
import type { Collection, Field } from './collection';
import type { DefinitionProblems } from './definition-problems';

const MAX_FIELDS = 10;
/** As of one expression (parser.ts), now with the computed fields that are named put in their places. */
const MAX_EXTENT = { parts: 300, depth: 30 };
/** As of one path (resolve-path.ts), so that no value is made of records many times over. */
const MAX_RELATIONS = 4;
/** Of all computed fields together, because whoever reads a record asks for all of them in one statement. */
const MAX_PARTS = 1000;
/** Of all of them: each is a look-up of its own for every record that is read. */
const MAX_COUNTED = 20;
const TOO_LARGE = `has more than ${MAX_EXTENT.parts} parts or ${MAX_EXTENT.depth} levels with the computed fields that it names`;
const TOO_FAR = `crosses more than ${MAX_RELATIONS} relations with the computed fields that it names`;
const TOO_MUCH_COUNTED = `computed fields that count or add up other records at most ${MAX_COUNTED} times together`;

export interface ComputedProblem {
  /** null: all of them together. */
  readonly field: Field | null;
  readonly code: string;
  readonly message: string;
  /** `collection.field` whose expression it is that is wrong: the field, or another that it names. */
  readonly place: string;
}

/** `catalog`: with the collection in it. Returns whether they are all as they should be. */
export function checkComputedFields(collection: Collection, catalog: Catalog, problems: DefinitionProblems): boolean {
  const found = computedProblems(collection, catalog);
  for (const { field, code, message } of found) {
    const path = field === null ? 'fields' : `fields[${collection.fields.indexOf(field)}].expression`;
    problems.add(path, code, message);
  }
  return found.length === 0;
}

export function computedProblems(collection: Collection, catalog: Catalog): readonly ComputedProblem[] {
  const fields = collection.fields.filter(({ type }) => type === 'computed');
  const tooMany = (most: string): ComputedProblem => {
    return { field: null, code: 'too_many_computed_fields', message: `must have ${most}`, place: collection.name };
  };
  if (fields.length > MAX_FIELDS) return [tooMany(`at most ${MAX_FIELDS} computed fields`)];
  const values = new Map<Field, Operand>();
  const invalid = fields.flatMap((field) => {
    try {
      values.set(field, trustedValue(catalog, collection, field));
      return [];
    } catch (error) {
      return problemOf(error, collection, field);
    }
  });
  if (invalid.length > 0) return invalid;
  const circular = fields.filter((field) => leadsBack(field, collection));
  if (circular.length > 0) return circular.map((field) => circle(collection, field, field));
  const extents = Array.from(values, ([field, value]) => ({ field, ...extentOf(value) }));
  const large = extents.filter(({ parts, depth }) => parts > MAX_EXTENT.parts || depth > MAX_EXTENT.depth);
  const far = extents.filter(({ relations }) => relations > MAX_RELATIONS);
  const parts = extents.reduce((sum, extent) => sum + extent.parts, 0);
  const counted = extents.reduce((sum, extent) => sum + extent.counted, 0);
  return [
    ...large.map(({ field }) => invalidExpression(collection, field, TOO_LARGE)),
    ...far.map(({ field }) => invalidExpression(collection, field, TOO_FAR)),
    ...(parts > MAX_PARTS ? [tooMany(`computed fields of at most ${MAX_PARTS} parts together`)] : []),
    ...(counted > MAX_COUNTED ? [tooMany(TOO_MUCH_COUNTED)] : []),
  ];
}

/** `error`: what the value of the field ended with. */
function problemOf(error: unknown, collection: Collection, field: Field): ComputedProblem {
  if (error instanceof ComputedCircle) return circle(collection, field, error.field);
  if (error instanceof DomainError) return invalidExpression(collection, field, error.message);
  if (!(error instanceof BrokenExpression)) throw error;
  const problem = invalidExpression(error.collection, error.field, error.message);
  return error.field === field ? problem : { ...problem, field, message: `In ${problem.place}: ${problem.message}` };
}

function circle(collection: Collection, field: Field, { name }: Field): ComputedProblem {
  const itself = field.name === name ? ' itself' : '';
  const message = `leads back to '${name}'${itself}`;
  return { field, code: 'computed_field_circle', message, place: `${collection.name}.${field.name}` };
}

function invalidExpression(collection: Collection, field: Field, message: string): ComputedProblem {
  return { field, code: 'computed_field_expression_invalid', message, place: `${collection.name}.${field.name}` };
}

/** Those that ask for other records were followed when they were compiled. */
function leadsBack(start: Field, collection: Collection): boolean {
  if (asksOthers(collection, start)) return false;
  const reached = new Set<Field>();
  const open = [start];
  for (let field = open.pop(); field !== undefined; field = open.pop()) {
    for (const { field: next } of fieldsReadBy(computedValue(collection, field), collection)) {
      if (next === start) return true;
      if (next.type === 'computed' && !reached.has(next)) open.push(next);
      reached.add(next);
    }
  }
  return false;
}
