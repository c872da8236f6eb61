/**
 * Names of members in SQL. What callers write is never part of a statement's text, but a name that needs no quotes is safe inside of
 * them, and an engine knows an index over a path by the text of the path alone.
 */
import { isPlain } from '#domain/rules/json-path';
import { type SqlFragment, sql } from './sql-fragment';

/** An SQL text. */
export function literalOrBound(name: string): SqlFragment {
  return isPlain(name) ? sql(`'${name}'`) : bound(name);
}

/** An SQLite path. */
export function jsonPath(steps: readonly (string | number)[]): SqlFragment {
  const text = steps.map((step) => (typeof step === 'number' ? `[${step}]` : `."${quotedInside(step)}"`)).join('');
  return steps.every(isPlain) ? sql(`'$${text}'`) : bound(`$${text}`);
}

/** As JSON writes a name between quotes, which is how SQLite reads one. */
function quotedInside(name: string): string {
  return JSON.stringify(name).slice(1, -1);
}

function bound(value: string): SqlFragment {
  return sql({ from: 'constant', type: 'text', value });
}
