/**
 * What the `fields` of an index name: a field, or what a path into a json field leads to, as values of one type, written as
 * sorts write it: `meta.color:text`. With the physical column in place of the field, the same text says what the table's index is over;
 * a computed field, which has none, is named by its id.
 */
import { assertBounded, isPlain, readJsonSteps, writtenPath } from '#domain/rules/json-path';
import { ORDERED_IN_JSON, type OrderedInJson } from '#domain/rules/json-step';
import { LanguageError } from '#domain/rules/language-error';
import type { Field } from './collection';

const COMPUTED = '=';
const NAME = /^[^.[:]*/;
const TYPE = /:([A-Za-z]*)$/;

export interface InsideTerm {
  /** At least one. */
  readonly steps: readonly (string | number)[];
  readonly type: OrderedInJson;
}

/** The field or column that it begins with. */
export function nameIn(term: string): string {
  return NAME.exec(term)![0];
}

/** What an index over a computed field is over. */
export function computedKey({ id }: Pick<Field, 'id'>): string {
  return COMPUTED + id;
}

/** The id of the computed field; null: it is none. */
export function computedIn(key: string): string | null {
  return key.startsWith(COMPUTED) ? key.slice(COMPUTED.length) : null;
}

export function withName(term: string, name: string): string {
  return name + term.slice(nameIn(term).length);
}

export function writtenTerm(name: string, { steps, type }: InsideTerm): string {
  return `${writtenPath([name], steps)}:${type}`;
}

/** null: it is a name alone. Throws LanguageError. */
export function readInside(term: string): InsideTerm | null {
  const { length } = nameIn(term);
  if (length === term.length) return null;
  const [path = '', written] = term.split(TYPE);
  const [steps, end] = readJsonSteps(path, length, refuseQuotes);
  if (end < path.length || steps.length === 0) {
    throw new LanguageError('SYNTAX', end, 'Expected a path into json, as in meta.color:text');
  }
  assertBounded(steps, length);
  if (!steps.every(isOne)) throw new LanguageError('TYPE', length, 'A path with [*] leads to several values');
  const type = ORDERED_IN_JSON.find((known) => known === written);
  if (type === undefined) {
    const wanted = ORDERED_IN_JSON.map((known) => `:${known}`).join(', ');
    throw new LanguageError('TYPE', path.length, `Behind a path into json stands the type of its values: ${wanted}`);
  }
  return { steps, type };
}

function isOne(step: string | number | null): step is string | number {
  return step !== null && isPlain(step);
}

/** Statements name such members by bound values (sql/json-step-text.ts), by which no engine knows an index. */
function refuseQuotes(_text: string, offset: number): never {
  throw new LanguageError('TYPE', offset, 'A name that needs quotes cannot be in an index');
}
