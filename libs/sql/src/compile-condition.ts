/** A checked condition to SQL, by SQL's own three-valued logic. */
import type { Condition } from '#domain/rules/condition';
import { withInnerNegations } from '#domain/rules/inner-negations';
import { isTrue } from '#domain/rules/is-true';
import { compileComparison } from './compile-comparison';
import { compileFound } from './compile-selected';
import { type Frame, belowNot } from './frame';
import { type SqlFragment, joinSql, sql } from './sql-fragment';

export function compileCondition(frame: Frame, condition: Condition): SqlFragment {
  switch (condition.kind) {
    case 'constant':
      return sql(condition.value ? 'TRUE' : 'FALSE');
    case 'and':
    case 'or':
      return compileJunction(frame, condition.kind, condition.items);
    case 'not':
      return sql('(NOT ', compileCondition(belowNot(frame), condition.item), ')');
    case 'changed':
      return frame.changed(condition.field);
    case 'has_group':
    case 'isset':
    case 'time_range':
    case 'has_permission':
      return sql({ from: 'decision', type: 'boolean', condition });
    case 'exists':
    case 'among':
      return compileFound(frame, condition);
    case 'compare':
    case 'like':
    case 'in':
    case 'null':
    case 'truth':
      return compileComparison(frame, condition);
  }
}

/** As an item of a list joined by AND, in a place that asks only what is true: none for a condition that always holds. */
export function conditionTerms(frame: Frame, condition: Condition): readonly SqlFragment[] {
  if (isTrue(condition)) return [];
  return [compileCondition({ ...frame, asks: 'truth' }, withInnerNegations(condition))];
}

function compileJunction(frame: Frame, kind: 'and' | 'or', items: readonly Condition[]): SqlFragment {
  if (items.length === 0) return sql(kind === 'and' ? 'TRUE' : 'FALSE');
  const compiled = items.map((item) => compileCondition(frame, item));
  return sql('(', joinSql(compiled, kind === 'and' ? ' AND ' : ' OR '), ')');
}
