/** Calls of the rule language's functions; docs/rules.md says what each means, and every evaluator keeps to it. */
import type { FunctionName, Operand } from '#domain/rules/condition';
import { isList } from '#domain/schema/field-storage';
import { compileListLength } from './compile-path';
import type { DialectFunction } from './dialect/dialect';
import type { Frame } from './frame';
import { type SqlFragment, joinSql, sql } from './sql-fragment';

type Call = Extract<Operand, { kind: 'call' }>;

/** The same name with the same meaning on both engines. */
const PLAIN: Partial<Record<FunctionName, string>> = {
  trim: 'trim',
  abs: 'abs',
  ceil: 'ceil',
  floor: 'floor',
  coalesce: 'coalesce',
  nullif: 'nullif',
};

type CompileArgument = (operand: Operand) => SqlFragment;

export function compileCall(frame: Frame, call: Call, compile: CompileArgument): SqlFragment {
  if (call.name === 'now') return sql({ from: 'now', type: 'datetime' });
  if (call.name === 'length') return frame.dialect.asNumber(compileLength(frame, call.args[0]!, compile));
  const args = call.args.map(compile);
  const plain = PLAIN[call.name];
  if (plain) return sql(`${plain}(`, joinSql(args, ', '), ')');
  if (call.name === 'if') return sql('(CASE WHEN ', args[0]!, ' THEN ', args[1]!, ' ELSE ', args[2]!, ' END)');
  return frame.dialect.call(
    call.name as DialectFunction,
    call.args.map((arg, index) => ({ type: arg.type, expression: args[index]!, literal: literalOf(arg) })),
  );
}

function literalOf(operand: Operand): string | number | null {
  return operand.kind === 'literal' && typeof operand.value !== 'boolean' ? operand.value : null;
}

function compileLength(frame: Frame, arg: Operand, compile: CompileArgument): SqlFragment {
  if (arg.kind === 'data' && (arg.list || arg.type === 'json')) {
    return frame.dialect.jsonLength(sql({ from: 'operand', type: 'json', operand: arg }));
  }
  const counted =
    arg.kind === 'column' && typeof arg.column !== 'string' && (isList(arg.column) || arg.type === 'json');
  return counted ? compileListLength(frame, arg) : sql('length(', compile(arg), ')');
}
