/**
 * What the checking functions share: the names in sight and the way back to the checker of any expression, given as an
 * interface because conditions contain operands and operands (`if`) contain conditions.
 */
import type { Catalog } from '#domain/schema/catalog';
import type { Collection, Field, RuleOperation } from '#domain/schema/collection';
import type { Expression, ExpressionOf } from './ast';
import { type ColumnResolver, RULE_COLUMNS } from './column-resolver';
import type { Condition, Operand } from './condition';

/** What the caller may read of a relation's target. */
type VisibilityOf = (target: Collection) => Condition;

/** What a computed field is made of that asks for other records; undefined: it does not. */
export type ComputedOf = (collection: Collection, field: Field) => Operand | undefined;

/** Where a filter or sort term is resolved. */
export interface QueryPlace {
  readonly collection: Collection;
  readonly catalog: Catalog;
  readonly visibilityOf: VisibilityOf;
  /** Whether the caller sees more than the id of the users that the collection's records refer to. */
  readonly showsUserDetails: (holder: Collection) => boolean;
  /** The columns that the caller may name here. */
  readonly columns: ColumnResolver;
  /** As the caller sees it. */
  readonly computedOf: ComputedOf;
}

/** Where a rule is. */
export interface RulePlace {
  readonly collection: Collection;
  readonly catalog: Catalog;
  readonly operation: RuleOperation;
}

/** Where the names of a rule are resolved. */
export interface TrustedPlace extends RulePlace {
  readonly computedOf: ComputedOf;
}

export type Place = QueryPlace | TrustedPlace;

export interface Checker {
  readonly place: Place;
  condition(expression: Expression): Condition;
  operand(expression: Expression): Operand;
  /** The checked rule of a collection, for @has_permission; refuses rules that lead back to themselves. */
  permission(collection: Collection, operation: RuleOperation, offset: number): Condition;
  /** What a SQL macro comes to. */
  macro(call: ExpressionOf<'macro'>): Operand;
}

export function isRule(place: Place): place is TrustedPlace {
  return 'operation' in place;
}

/** Rules are trusted with every column that can be compared. */
export function columnsOf(place: Place): ColumnResolver {
  return isRule(place) ? RULE_COLUMNS : place.columns;
}

/** Rules of writes see the request body. */
export function hasBody(place: Place): boolean {
  return isRule(place) && (place.operation === 'create' || place.operation === 'update');
}
