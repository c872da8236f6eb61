/**
 * What the checking functions share: the names in sight and the way back to the checker of any expression, given as an
 * interface because conditions contain operands and operands (`if`) contain conditions.
 */
import type { Catalog } from '#domain/schema/catalog';
import type { Collection, RuleOperation } from '#domain/schema/collection';
import type { Expression } from './ast';
import { type ColumnResolver, EVERY_COLUMN } from './column-resolver';
import type { Condition, Operand } from './condition';

/** What the caller may read of a relation's target. */
type GuardOf = (target: Collection) => Condition;

/** Where a filter or sort term is resolved. */
export interface QueryScope {
  readonly collection: Collection;
  readonly catalog: Catalog;
  readonly guardOf: GuardOf;
  /** The columns that the caller may name here. */
  readonly columns: ColumnResolver;
}

/** Where a rule is. */
export interface RuleScope {
  readonly collection: Collection;
  readonly catalog: Catalog;
  readonly operation: RuleOperation;
}

export type Scope = QueryScope | RuleScope;

export interface Checker {
  readonly scope: Scope;
  condition(expression: Expression): Condition;
  operand(expression: Expression): Operand;
  /** The checked rule of a collection, for @has_permission; refuses rules that lead back to themselves. */
  permission(collection: Collection, operation: RuleOperation, offset: number): Condition;
}

export function isRule(scope: Scope): scope is RuleScope {
  return 'operation' in scope;
}

/** Rules are trusted with every column. */
export function columnsOf(scope: Scope): ColumnResolver {
  return isRule(scope) ? EVERY_COLUMN : scope.columns;
}

/** Rules of writes see the request body. */
export function hasBody(scope: Scope): boolean {
  return isRule(scope) && (scope.operation === 'create' || scope.operation === 'update');
}
