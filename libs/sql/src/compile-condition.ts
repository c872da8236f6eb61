/** A checked condition to SQL. Three-valued logic is SQL's own; only comparisons over many values need EXISTS. */
import type { Condition } from '#domain/rules/condition';
import { isTrue } from '#domain/rules/is-true';
import { compileBound, compileOperand } from './compile-operand';
import { type Sources, fromWhere, noSources } from './compile-path';
import type { Frame } from './frame';
import { type SqlFragment, joinSql, sql } from './sql-fragment';

export function compileCondition(frame: Frame, condition: Condition): SqlFragment {
  switch (condition.kind) {
    case 'constant':
      return sql(condition.value ? 'TRUE' : 'FALSE');
    case 'and':
    case 'or':
      return compileJunction(frame, condition.kind, condition.items);
    case 'not':
      return sql('(NOT ', compileCondition(frame, condition.item), ')');
    case 'changed':
      return frame.changed(condition.field);
    case 'has_group':
    case 'isset':
    case 'time_range':
    case 'has_permission':
      return sql({ from: 'decision', type: 'boolean', condition });
    case 'compare':
    case 'like':
    case 'in':
    case 'null':
    case 'truth':
      return compileTest(frame, condition);
  }
}

/** The same as an item of a list joined by AND: none for a condition that always holds. */
export function conditionTerms(frame: Frame, condition: Condition): readonly SqlFragment[] {
  return isTrue(condition) ? [] : [compileCondition(frame, condition)];
}

function compileJunction(frame: Frame, kind: 'and' | 'or', items: readonly Condition[]): SqlFragment {
  if (items.length === 0) return sql(kind === 'and' ? 'TRUE' : 'FALSE');
  const compiled = items.map((item) => compileCondition(frame, item));
  return sql('(', joinSql(compiled, kind === 'and' ? ' AND ' : ' OR '), ')');
}

type Test = Extract<Condition, { kind: 'compare' | 'like' | 'in' | 'null' | 'truth' }>;

/** A test over many values holds if any of them satisfies it, and is false (never unknown) when none does. */
function compileTest(frame: Frame, test: Test): SqlFragment {
  const sources = noSources();
  const holds = compileScalarTest(frame, test, sources);
  if (sources.from.length === 0) return holds;
  sources.where.push(holds);
  return frame.dialect.exists(fromWhere(sources));
}

function compileScalarTest(frame: Frame, test: Test, sources: Sources): SqlFragment {
  const { dialect } = frame;
  switch (test.kind) {
    case 'compare': {
      const left = compileOperand(frame, test.left, sources);
      const right = compileOperand(frame, test.right, sources);
      return dialect.compare(test.op, test.left.type, left, right);
    }
    case 'like': {
      const left = compileOperand(frame, test.left, sources);
      const pattern = sql({ from: 'pattern', type: 'text', operand: test.pattern });
      return dialect.like(test.negated, left, pattern, test.lookalikes);
    }
    case 'in': {
      if (test.items.length === 0) return sql(test.negated ? 'TRUE' : 'FALSE');
      const left = compileOperand(frame, test.left, sources);
      const items = test.items.map((item) => compileBound(frame, item, sources));
      return sql('(', left, test.negated ? ' NOT IN (' : ' IN (', joinSql(items, ', '), '))');
    }
    case 'null':
      return sql('(', compileOperand(frame, test.operand, sources), test.negated ? ' IS NOT NULL)' : ' IS NULL)');
    case 'truth':
      return sql('(', compileOperand(frame, test.operand, sources), ')');
  }
}
