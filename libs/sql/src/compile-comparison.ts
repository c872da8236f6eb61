/** Tests of values: of single ones by SQL's own three-valued logic, of several by whether there is one that satisfies. */
import type { BoundOperand, ColumnOperand, Condition, Operand } from '#domain/rules/condition';
import { compileOperand } from './compile-operand';
import { anyValueOf } from './compile-path-test';
import type { Wanted } from './dialect/dialect';
import { type Frame, belowNot } from './frame';
import { type Sources, fromWhere } from './sources';
import { type SqlFragment, joinSql, sql } from './sql-fragment';

/** What asks something of values. */
export type Comparison = Extract<Condition, { kind: 'compare' | 'like' | 'in' | 'null' | 'truth' }>;

/** A comparison over many values holds if any of them satisfies it, and is false (never unknown) when none does. */
export function compileComparison(frame: Frame, comparison: Comparison): SqlFragment {
  const operands = operandsOf(comparison);
  const along = operands.find(hasMany) ?? operands.find((operand) => isBehind(frame, operand));
  if (along !== undefined) return compareAlong(frame, comparison, along as ColumnOperand, operands);
  const sources: Sources = [];
  const holds = compileScalar(frame, comparison, (operand) => compileOperand(frame, operand, sources));
  return sources.length === 0 ? holds : frame.dialect.exists(fromWhere(sources, holds));
}

function operandsOf(comparison: Comparison): readonly Operand[] {
  switch (comparison.kind) {
    case 'compare':
      return [comparison.left, comparison.right];
    case 'like':
    case 'in':
      return [comparison.left];
    case 'null':
    case 'truth':
      return [comparison.operand];
  }
}

function hasMany(operand: Operand): boolean {
  return operand.kind === 'column' && operand.many;
}

/** Where only the truth matters, it is enough to know whether there is a value behind the relation that satisfies. */
function isBehind(frame: Frame, operand: Operand): boolean {
  return frame.asks !== 'value' && operand.kind === 'column' && operand.path.length > 0;
}

function compareAlong(
  frame: Frame,
  comparison: Comparison,
  along: ColumnOperand,
  operands: readonly Operand[],
): SqlFragment {
  // That there is no value is that none is anything else.
  if (comparison.kind === 'null' && !comparison.negated) {
    const isSet = { ...comparison, negated: true };
    return sql('(NOT ', compareAlong(belowNot(frame), isSet, along, operands), ')');
  }
  const sources: Sources = [];
  const outer = operands.some((operand) => operand !== along && !isBound(operand));
  const found = anyValueOf(frame, along, {
    outer,
    equals: equalTo(comparison, along),
    of: (value) =>
      compileScalar(frame, comparison, (operand) =>
        operand === along ? value : compileOperand(frame, operand, sources),
      ),
  });
  return sources.length === 0 ? found : frame.dialect.exists(fromWhere(sources, found));
}

/** As ValueTest.equals. */
function equalTo(comparison: Comparison, along: ColumnOperand): BoundOperand | null {
  if (comparison.kind !== 'compare' || comparison.op !== '=') return null;
  const other = comparison.left === along ? comparison.right : comparison.left;
  return isSingle(other) ? other : null;
}

function isBound(operand: Operand): boolean {
  switch (operand.kind) {
    case 'literal':
    case 'given':
    case 'auth':
    case 'data':
      return isSingle(operand);
    case 'call':
      return operand.args.every(isBound);
    case 'negate':
      return isBound(operand.operand);
    case 'arithmetic':
      return isBound(operand.left) && isBound(operand.right);
    case 'column':
    case 'aggregate':
    case 'condition':
    case 'select':
    case 'source':
    case 'parameter':
      return false;
  }
}

export function isSingle(operand: Operand): operand is BoundOperand {
  if (operand.kind === 'data') return !operand.list;
  return operand.kind === 'literal' || operand.kind === 'given' || operand.kind === 'auth';
}

function compileScalar(frame: Frame, comparison: Comparison, compile: (operand: Operand) => SqlFragment): SqlFragment {
  const { dialect } = frame;
  switch (comparison.kind) {
    case 'compare':
      return dialect.compare(comparison.op, comparison.left.type, compile(comparison.left), compile(comparison.right));
    case 'like':
      return dialect.like(
        comparison.negated,
        compile(comparison.left),
        wantedOf(comparison.pattern),
        comparison.lookalikes,
      );
    case 'in': {
      if (comparison.items.length === 0) return sql(comparison.negated ? 'TRUE' : 'FALSE');
      const items = comparison.items.map((item) => compile(item));
      return sql('(', compile(comparison.left), comparison.negated ? ' NOT IN (' : ' IN (', joinSql(items, ', '), '))');
    }
    case 'null':
      return dialect.isNull(comparison.negated, compile(comparison.operand));
    case 'truth':
      return sql('(', compile(comparison.operand), ')');
  }
}

function wantedOf(operand: BoundOperand): Wanted {
  return {
    pattern: sql({ from: 'pattern', type: 'text', operand }),
    needle: sql({ from: 'needle', type: 'text', operand }),
  };
}
