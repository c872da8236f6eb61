/**
 * The value of a computed field: an expression over the other fields of its record, and nothing else, so that it is the same for
 * whoever reads it. Other records have conditions on who sees them, and callers have none here.
 */
import { Catalog } from '#domain/schema/catalog';
import type { Collection, Field } from '#domain/schema/collection';
import type { Expression, ExpressionOf } from './ast';
import { bodyFunction } from './check-body-function';
import { checkValue } from './check-condition';
import { childrenOf } from './children-of';
import type { Operand } from './condition';
import { LanguageError, reportLanguageErrors } from './language-error';
import { type Part, partsOf } from './map-parts';
import { parseExpression } from './parser';
import { describe, singleValue } from './value-type';

/** No path leads anywhere. */
const NO_COLLECTIONS = new Catalog(0, []);

/** What was made of the fields of collections, by the ids of fields. */
type Made<T> = WeakMap<Collection, Map<string, T>>;

const values: Made<Operand> = new WeakMap();

/** Of a field that was checked when it was defined. */
export function computedValue(collection: Collection, field: Field): Operand {
  return madeOnce(values, collection, field, () => compileComputed(collection, field));
}

function madeOnce<T>(made: Made<T>, collection: Collection, { id }: Field, make: () => T): T {
  const ofCollection = made.get(collection) ?? new Map<string, T>();
  made.set(collection, ofCollection);
  const value = ofCollection.get(id) ?? make();
  ofCollection.set(id, value);
  return value;
}

/** Throws DomainError RULE_SYNTAX, RULE_UNKNOWN_NAME, RULE_TYPE or RULE_LIMIT (kind `invalid`), the message ending with the position. */
export function compileComputed(collection: Collection, { computed }: Field): Operand {
  const { expression: text, returns } = computed!;
  return reportLanguageErrors('RULE', 'Invalid expression', text, () => {
    const expression = parseExpression(text);
    assertAboutRecord(expression, collection);
    const place = { collection, catalog: NO_COLLECTIONS, operation: 'view' } as const;
    return singleValue(checkValue(expression, place), returns, expression);
  });
}

/** The computed fields that the expression names itself. */
export function computedNamed(collection: Collection, field: Field): readonly Field[] {
  return columnsNamed(computedValue(collection, field)).filter(({ type }) => type === 'computed');
}

const read: Made<readonly Field[]> = new WeakMap();
const NOTHING: readonly Field[] = [];

/** The stored fields that the value of a computed field depends on; none of another field. */
export function fieldsRead(collection: Collection, field: Field): readonly Field[] {
  if (field.type !== 'computed') return NOTHING;
  return madeOnce(read, collection, field, () => {
    const named = columnsNamed(computedValue(collection, field));
    const all = named.flatMap((one) => (one.type === 'computed' ? fieldsRead(collection, one) : [one]));
    return [...new Set(all)];
  });
}

function columnsNamed(part: Part): readonly Field[] {
  const own = part.kind === 'column' && typeof part.column !== 'string' ? [part.column] : [];
  return [...own, ...partsOf(part).flatMap(columnsNamed)];
}

function assertAboutRecord(expression: Expression, collection: Collection): void {
  const other = otherThanRecord(expression, collection);
  if (other !== null) {
    const message = `A computed field depends on the fields of its record alone, not on ${other}`;
    throw new LanguageError('TYPE', expression.offset, message);
  }
  for (const child of childrenOf(expression)) assertAboutRecord(child, collection);
}

function beginsInJson({ names: [first] }: ExpressionOf<'path'>, { fields }: Collection): boolean {
  return fields.some(({ name, type }) => name === first && type === 'json');
}

/** What it asks about besides; null: nothing. */
function otherThanRecord(expression: Expression, collection: Collection): string | null {
  switch (expression.kind) {
    case 'path':
      return expression.names.length > 1 && !beginsInJson(expression, collection)
        ? `another record, as ${describe(expression)} does`
        : null;
    case 'request':
    case 'macro':
      return `who reads it or on a write, as ${describe(expression)} does`;
    case 'member':
      return 'who reads it';
    case 'call':
      return bodyFunction(expression.name) === undefined ? null : `a write, as ${describe(expression)} does`;
    default:
      return null;
  }
}
