/** A checked condition to SQL. Three-valued logic is SQL's own; only comparisons over many values need EXISTS. */
import type { Condition } from '#domain/rules/condition';
import { compileBound, compileOperand } from './compile-operand';
import { type Sources, fromWhere, noSources } from './compile-path';
import type { CompileScope } from './compile-scope';
import { type SqlFragment, joinSql, sql } from './sql-fragment';

export function compileCondition(scope: CompileScope, condition: Condition): SqlFragment {
  switch (condition.kind) {
    case 'constant':
      return sql(condition.value ? 'TRUE' : 'FALSE');
    case 'and':
    case 'or':
      return compileJunction(scope, condition.kind, condition.items);
    case 'not':
      return sql('(NOT ', compileCondition(scope, condition.item), ')');
    case 'changed':
      return scope.changed(condition.field);
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
      return compileTest(scope, condition);
  }
}

function compileJunction(scope: CompileScope, kind: 'and' | 'or', items: readonly Condition[]): SqlFragment {
  if (items.length === 0) return sql(kind === 'and' ? 'TRUE' : 'FALSE');
  const compiled = items.map((item) => compileCondition(scope, item));
  return sql('(', joinSql(compiled, kind === 'and' ? ' AND ' : ' OR '), ')');
}

type Test = Extract<Condition, { kind: 'compare' | 'like' | 'in' | 'null' | 'truth' }>;

/** A test over many values holds if any of them satisfies it, and is false (never unknown) when none does. */
function compileTest(scope: CompileScope, test: Test): SqlFragment {
  const sources = noSources();
  const holds = compileScalarTest(scope, test, sources);
  if (sources.from.length === 0) return holds;
  sources.where.push(holds);
  return sql('EXISTS (SELECT 1', fromWhere(sources), ')');
}

function compileScalarTest(scope: CompileScope, test: Test, sources: Sources): SqlFragment {
  const { dialect } = scope;
  switch (test.kind) {
    case 'compare': {
      const left = compileOperand(scope, test.left, sources);
      const right = compileOperand(scope, test.right, sources);
      return dialect.compare(test.op, test.left.type, left, right);
    }
    case 'like': {
      const left = compileOperand(scope, test.left, sources);
      return dialect.like(test.negated, left, sql({ from: 'pattern', type: 'text', operand: test.pattern }));
    }
    case 'in': {
      if (test.items.length === 0) return sql(test.negated ? 'TRUE' : 'FALSE');
      const left = compileOperand(scope, test.left, sources);
      const items = test.items.map((item) => compileBound(scope, item, sources));
      return sql('(', left, test.negated ? ' NOT IN (' : ' IN (', joinSql(items, ', '), '))');
    }
    case 'null':
      return sql('(', compileOperand(scope, test.operand, sources), test.negated ? ' IS NOT NULL)' : ' IS NULL)');
    case 'truth':
      return sql('(', compileOperand(scope, test.operand, sources), ')');
  }
}
