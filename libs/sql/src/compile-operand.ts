/** Operands to SQL expressions. Operands with many values add their sources to the comparison they stand in. */
import type { BoundOperand, Operand } from '#domain/rules/condition';
import { compileAggregateValue } from './compile-aggregate-value';
import { compileCall } from './compile-call';
import { compilePath } from './compile-path';
import { compileSelected } from './compile-selected';
import type { Frame } from './frame';
import { storedRow } from './row-source';
import type { Sources } from './sources';
import { type SqlFragment, sql } from './sql-fragment';

export function compileOperand(frame: Frame, operand: Operand, sources: Sources): SqlFragment {
  switch (operand.kind) {
    case 'literal':
    case 'given':
    case 'auth':
    case 'data':
      return compileBound(frame, operand, sources);
    case 'column':
      return compilePath(frame, operand);
    case 'arithmetic': {
      const left = compileOperand(frame, operand.left, sources);
      const right = compileOperand(frame, operand.right, sources);
      return frame.dialect.arithmetic(operand.op, left, right);
    }
    case 'negate':
      return sql('(- ', compileOperand(frame, operand.operand, sources), ')');
    case 'call':
      return compileCall(frame, operand, (arg) => compileOperand(frame, arg, sources));
    case 'aggregate':
      return compileAggregateValue(frame, operand);
    case 'select':
      return compileSelected(frame, operand);
    case 'source':
      return compileSource(frame, operand);
    case 'parameter':
      throw new Error('A macro that is not called');
    case 'condition':
      return sql('(', frame.condition({ ...frame, asks: 'value' }, operand.condition), ')');
  }
}

function compileSource(frame: Frame, { source, column }: Extract<Operand, { kind: 'source' }>): SqlFragment {
  const alias = frame.sources.get(source);
  if (alias === undefined) throw new Error('A column of no row in sight');
  return storedRow(alias).column(typeof column === 'string' ? column : column.column);
}

function compileBound(frame: Frame, operand: BoundOperand, sources: Sources): SqlFragment {
  if (operand.kind !== 'data' || !operand.list) return sql({ from: 'operand', type: operand.type, operand });
  const alias = frame.nextAlias();
  sources.push(frame.dialect.eachText(sql({ from: 'operand', type: 'json', operand }), `"${alias}"`));
  return sql(`"${alias}"."value"`);
}
