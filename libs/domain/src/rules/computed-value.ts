/**
 * The value of a computed field: an expression over the other fields of its record. One that asks for nothing else is the same for
 * whoever reads it; what depends on other records, of which not everybody sees all, is in related-value.ts.
 */
import { Catalog } from '#domain/schema/catalog';
import { type Collection, type Field, isSystemColumn } from '#domain/schema/collection';
import { findField } from '#domain/schema/find-field';
import type { Expression, ExpressionOf } from './ast';
import { isBackName } from './back-relation';
import { bodyFunction } from './check-body-function';
import { isAggregateCall, LENGTH } from './check-aggregate';
import { checkValue } from './check-condition';
import type { ComputedOf } from './checker';
import { childrenOf } from './children-of';
import type { ColumnOperand, Operand } from './condition';
import { LanguageError, reportLanguageErrors } from './language-error';
import { type Part, partsOf } from './map-parts';
import { parseExpression } from './parser';
import { describe, singleValue } from './value-type';

/** No path leads anywhere. */
const NO_COLLECTIONS = new Catalog(0, []);

/** What was made of the fields of collections, by the ids of fields. */
type Made<T> = WeakMap<Collection, Map<string, T>>;

const values: Made<Operand> = new WeakMap();

/** Of a field that was checked when it was defined, and asks for no other record. */
export function computedValue(collection: Collection, field: Field): Operand {
  return madeOnce(values, collection, field, () => compileComputed(collection, field, NO_COLLECTIONS, () => undefined));
}

/** What the column is made of; undefined: it is not computed. */
export function madeOf({ of, column, made }: ColumnOperand): Operand | undefined {
  if (made !== undefined || of === undefined) return made;
  return computedValue(of, column as Field);
}

function madeOnce<T>(made: Made<T>, collection: Collection, { id }: Field, make: () => T): T {
  const ofCollection = made.get(collection) ?? new Map<string, T>();
  made.set(collection, ofCollection);
  const value = ofCollection.get(id) ?? make();
  ofCollection.set(id, value);
  return value;
}

/** Throws DomainError RULE_SYNTAX, RULE_UNKNOWN_NAME, RULE_TYPE or RULE_LIMIT (kind `invalid`), the message ending with the position. */
export function compileComputed(
  collection: Collection,
  { computed }: Field,
  catalog: Catalog,
  computedOf: ComputedOf,
): Operand {
  const { expression: text, returns } = computed!;
  return reportLanguageErrors('RULE', 'Invalid expression', text, () => {
    const expression = parseExpression(text);
    assertAboutRecord(expression, collection);
    const value = checkValue(expression, { collection, catalog, operation: 'view', computedOf });
    assertCounts(value, expression.offset);
    return singleValue(value, returns, expression);
  });
}

const asking: Made<boolean> = new WeakMap();

/** Whether it asks for other records, itself or by another computed field of its record. */
export function asksOthers(collection: Collection, field: Field): boolean {
  return (
    field.type === 'computed' &&
    madeOnce(asking, collection, field, () => {
      const reached = new Set([field]);
      for (const one of reached) {
        const paths = pathsIn(one.computed!.expression);
        if (paths.some((path) => leadsAway(path, collection))) return true;
        const named = paths.map(({ names }) => findField(collection, names[0]!));
        for (const next of named) if (next?.type === 'computed') reached.add(next);
      }
      return false;
    })
  );
}

function pathsIn(text: string): readonly ExpressionOf<'path'>[] {
  const pathsOf = (expression: Expression): readonly ExpressionOf<'path'>[] =>
    expression.kind === 'path' ? [expression] : childrenOf(expression).flatMap(pathsOf);
  try {
    return pathsOf(parseExpression(text));
  } catch (error) {
    // What is wrong with it is said where it is compiled.
    if (error instanceof LanguageError) return [];
    throw error;
  }
}

function leadsAway(path: ExpressionOf<'path'>, collection: Collection): boolean {
  const [first, ...rest] = path.names;
  if (rest.length > 0) return !beginsInJson(path, collection);
  const isOwn = isSystemColumn(first!) || findField(collection, first!) !== undefined;
  return !isOwn && isBackName(first!);
}

/** Of other records, how many there are or one value of all of them: what only some callers see of a single one is not among it. */
function assertCounts(part: Part, offset: number): void {
  if (part.kind === 'aggregate') {
    if (part.over.path.some(({ target }) => target === null)) throw otherRecord('a user', offset);
    return;
  }
  if (part.kind === 'column') {
    if (part.path.length > 0) throw otherRecord('another record', offset);
    // What a computed field is made of was checked with it.
    return;
  }
  for (const inner of partsOf(part)) assertCounts(inner, offset);
}

function otherRecord(what: string, offset: number): LanguageError {
  const counted =
    'of other records it takes how many refer to it, or one value of them: sum(orders_via_customer.total)';
  return new LanguageError('TYPE', offset, `A computed field does not depend on ${what}; ${counted}`);
}

function assertAboutRecord(expression: Expression, collection: Collection): void {
  if (isOfRecords(expression)) return;
  const other = otherThanRecord(expression, collection);
  if (other !== null) {
    const message = `A computed field depends on its record and on values of what refers to it, not on ${other}`;
    throw new LanguageError('TYPE', expression.offset, message);
  }
  for (const child of childrenOf(expression)) assertAboutRecord(child, collection);
}

/** What it says of other records is known with the relation that it names. */
function isOfRecords(expression: Expression): boolean {
  if (expression.kind === 'path') return expression.names.length > 1 && expression.names.at(-1) === LENGTH;
  if (expression.kind !== 'call') return false;
  return (
    isAggregateCall(expression) || (expression.name.toLowerCase() === LENGTH && expression.args[0]?.kind === 'path')
  );
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
