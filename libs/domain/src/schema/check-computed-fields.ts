/** Checks the computed fields of a collection with what they name: that each has a value of its type, and that it has an end. */
import { DomainError } from '#domain/kernel/errors';
import { asksOthers, computedNamed, computedValue } from '#domain/rules/computed-value';
import type { Operand } from '#domain/rules/condition';
import { type Extent, extentOf } from '#domain/rules/extent';
import { ComputedCircle, relatedIn } from '#domain/rules/related-value';
import type { Catalog } from './catalog';
import type { Collection, Field } from './collection';
import type { DefinitionProblems } from './definition-problems';

const MAX_FIELDS = 10;
/** As of one expression (parser.ts), now with the computed fields that are named put in their places. */
const MAX_EXTENT: Extent = { parts: 300, depth: 30 };
/** Of all computed fields together, because whoever reads a record asks for all of them in one statement. */
const MAX_PARTS = 1000;

export interface ComputedProblem {
  /** null: all of them together. */
  readonly field: Field | null;
  readonly code: string;
  readonly message: string;
}

/** `catalog`: with the collection in it. */
export function checkComputedFields(collection: Collection, catalog: Catalog, problems: DefinitionProblems): void {
  for (const { field, code, message } of computedProblems(collection, catalog)) {
    const path = field === null ? 'fields' : `fields[${collection.fields.indexOf(field)}].expression`;
    problems.add(path, code, message);
  }
}

export function computedProblems(collection: Collection, catalog: Catalog): readonly ComputedProblem[] {
  const fields = collection.fields.filter(({ type }) => type === 'computed');
  if (fields.length > MAX_FIELDS) return [tooMany(`must have at most ${MAX_FIELDS} computed fields`)];
  const valueOf = (field: Field): Operand => relatedIn(catalog)(collection, field) ?? computedValue(collection, field);
  const invalid = fields.flatMap((field) => problemOf(field, valueOf) ?? []);
  if (invalid.length > 0) return invalid;
  const circular = fields.filter((field) => leadsBack(field, collection));
  if (circular.length > 0) return circular.map((field) => circle(field, field));
  return problemsOfExtents(fields, valueOf);
}

function problemOf(field: Field, valueOf: (field: Field) => Operand): ComputedProblem | null {
  try {
    valueOf(field);
    return null;
  } catch (error) {
    if (error instanceof ComputedCircle) return circle(field, error.field);
    if (error instanceof DomainError) return invalidExpression(field, error.message);
    throw error;
  }
}

function circle(field: Field, { name }: Field): ComputedProblem {
  const itself = field.name === name ? ' itself' : '';
  return { field, code: 'computed_field_circle', message: `leads back to '${name}'${itself}` };
}

function invalidExpression(field: Field, message: string): ComputedProblem {
  return { field, code: 'computed_field_expression_invalid', message };
}

function tooMany(message: string): ComputedProblem {
  return { field: null, code: 'too_many_computed_fields', message };
}

/** Those that ask for other records were followed when they were compiled. */
function leadsBack(start: Field, collection: Collection): boolean {
  if (asksOthers(collection, start)) return false;
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

function problemsOfExtents(fields: readonly Field[], valueOf: (field: Field) => Operand): readonly ComputedProblem[] {
  let parts = 0;
  const problems: ComputedProblem[] = [];
  for (const field of fields) {
    const extent = extentOf(valueOf(field));
    parts += extent.parts;
    if (extent.parts <= MAX_EXTENT.parts && extent.depth <= MAX_EXTENT.depth) continue;
    const message = `has more than ${MAX_EXTENT.parts} parts or ${MAX_EXTENT.depth} levels with the computed fields that it names`;
    problems.push(invalidExpression(field, message));
  }
  if (parts > MAX_PARTS) problems.push(tooMany(`must have computed fields of at most ${MAX_PARTS} parts together`));
  return problems;
}
