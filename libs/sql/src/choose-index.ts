/**
 * Which index serves a newest-first list under equality conditions. Indexes end with the primary key, so one whose columns
 * are all fixed by equalities also delivers the order, and a page is as many lookups as it has rows, however the values are
 * distributed. SQLite, which has no statistics unless they are made, would walk the primary key instead.
 */
import type { ListPlan } from '#domain/query/record-plan';
import type { Condition, Operand } from '#domain/rules/condition';
import { fieldsAskedFor } from '#domain/rules/fields-named';
import { isLiteral } from '#domain/rules/value-type';
import type { Collection } from '#domain/schema/collection';
import { computedIn, nameIn } from '#domain/schema/index-term';
import { type PhysicalIndex, physicalIndexes } from '#domain/schema/physical-indexes';
import { indexKey } from './index-key';

export interface ServingIndex {
  readonly index: PhysicalIndex;
  /** The equalities that fix its columns. */
  readonly fixed: readonly Condition[];
}

/** The physical name, or null when the engine is left to choose. */
export function chooseIndex(plan: ListPlan): string | null {
  if (plan.reach === 'all' || !isById(plan)) return null;
  return servingIndex(plan.collection, plan.where)?.index.name ?? null;
}

/** Of records of one account; null: no index has all its columns fixed. */
export function servingIndex(collection: Collection, where: Condition): ServingIndex | null {
  const equalities = conjuncts(where).map((condition) => ({ condition, columns: fixedColumn(condition) }));
  const fixed = new Set(equalities.flatMap(({ columns }) => columns));
  const serving = physicalIndexes(collection).filter(({ columns }) => columns.every((column) => fixed.has(column)));
  const [index] = serving.sort((one, other) => other.columns.length - one.columns.length);
  if (index === undefined) return null;
  const isOfIndex = (columns: readonly string[]): boolean => columns.some((column) => index.columns.includes(column));
  return { index, fixed: equalities.filter(({ columns }) => isOfIndex(columns)).map(({ condition }) => condition) };
}

/** The condition asks for a column that an index begins with, so that an engine may search that index. */
export function namesIndexed({ collection, where }: ListPlan): boolean {
  const named = new Set(fieldsAskedFor(where, collection));
  const columns = collection.fields.filter(({ id }) => named.has(id)).map(({ column }) => column);
  return physicalIndexes(collection).some(({ columns: [first] }) => {
    const column = computedIn(first!) ?? nameIn(first!);
    return named.has(column) || columns.includes(column);
  });
}

/** The order is that of the ids alone, in either direction. */
export function isById({ order }: ListPlan): boolean {
  const [first] = order;
  return order.length === 1 && first!.operand.kind === 'column' && first!.operand.column === 'id';
}

export function conjuncts(condition: Condition): readonly Condition[] {
  return condition.kind === 'and' ? condition.items.flatMap(conjuncts) : [condition];
}

function fixedColumn(condition: Condition): string[] {
  if (condition.kind !== 'compare' || condition.op !== '=') return [];
  const { left, right } = condition;
  const [value, bound] = left.kind === 'column' ? [left, right] : [right, left];
  const key = value.kind === 'column' && isBound(bound) ? indexKey(value) : null;
  return key === null ? [] : [key];
}

function isBound(operand: Operand): boolean {
  return isLiteral(operand) || operand.kind === 'auth' || operand.kind === 'data';
}
