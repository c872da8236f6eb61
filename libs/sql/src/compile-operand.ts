/** Operands to SQL expressions. Operands with many values add their sources to the comparison they stand in. */
import type { BoundOperand, ColumnOperand, Operand } from '#domain/rules/condition';
import { compileCall } from './compile-call';
import { type Sources, compilePath, fromWhere, noSources } from './compile-path';
import type { CompileScope } from './compile-scope';
import { type SqlFragment, sql } from './sql-fragment';

export function compileOperand(scope: CompileScope, operand: Operand, sources: Sources): SqlFragment {
  switch (operand.kind) {
    case 'literal':
    case 'auth':
    case 'data':
      return compileBound(scope, operand, sources);
    case 'column':
      return compileColumn(scope, operand, sources);
    case 'arithmetic': {
      const left = compileOperand(scope, operand.left, sources);
      const right = compileOperand(scope, operand.right, sources);
      return scope.dialect.arithmetic(operand.op, left, right);
    }
    case 'negate':
      return sql('(- ', compileOperand(scope, operand.operand, sources), ')');
    case 'call':
      return compileCall(scope, operand, sources, (arg) => compileOperand(scope, arg, sources));
    case 'condition':
      return sql('(', scope.condition(scope, operand.condition), ')');
  }
}

export function compileBound(scope: CompileScope, operand: BoundOperand, sources: Sources): SqlFragment {
  if (operand.kind !== 'data' || !operand.list) return sql({ from: 'operand', type: operand.type, operand });
  const alias = scope.nextAlias();
  sources.from.push(scope.dialect.eachText(sql({ from: 'operand', type: 'json', operand }), `"${alias}"`));
  return sql(`"${alias}"."value"`);
}

function compileColumn(scope: CompileScope, operand: ColumnOperand, sources: Sources): SqlFragment {
  if (operand.many) return compilePath(scope, operand, sources);
  if (operand.path.length === 0) return compilePath(scope, operand, sources);
  const own = noSources();
  const value = compilePath(scope, operand, own);
  return sql('(SELECT ', value, fromWhere(own), ')');
}
