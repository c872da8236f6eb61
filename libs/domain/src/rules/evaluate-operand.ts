/** The value of an operand in memory: literals, request values, columns over relations, arithmetic and calls. */
import type { Collection, Field, JsonValue } from '#domain/schema/collection';
import { isList, storageOf } from '#domain/schema/field-storage';
import { computedValue, madeOf } from './computed-value';
import type { AggregateOperand, ArithmeticOperator, ColumnOperand, Operand, PathStep } from './condition';
import { evaluateAggregate } from './evaluate-aggregate';
import { evaluateFunction } from './evaluate-function';
import { givenValue } from './given-value';
import { member, type Evaluation, type Row, type Value } from './evaluation';
import { valuesInside } from './json-path';
import { isMany } from './value-type';

/** The one value of an operand that has no list in it. */
export function evaluateOperand(operand: Operand, evaluation: Evaluation): Value {
  switch (operand.kind) {
    case 'literal':
      return operand.value;
    case 'given':
      return givenValue(operand, evaluation.values);
    case 'auth':
      return evaluation.values.auth[operand.name];
    case 'data':
      return evaluation.bodyKnown === false ? undefined : (member(evaluation.values.data, operand.name) as JsonValue);
    case 'column':
      return columnValue(operand, evaluation);
    case 'arithmetic': {
      const left = evaluateOperand(operand.left, evaluation);
      const right = evaluateOperand(operand.right, evaluation);
      if (left === undefined || right === undefined) return undefined;
      return typeof left === 'number' && typeof right === 'number' ? calculate(operand.op, left, right) : null;
    }
    case 'negate': {
      const value = evaluateOperand(operand.operand, evaluation);
      return typeof value === 'number' ? -value : value;
    }
    case 'condition':
      return evaluation.holds(operand.condition, evaluation);
    case 'aggregate':
      return aggregateValue(operand, evaluation);
    case 'call':
      return evaluateCall(operand, evaluation);
    case 'select':
    case 'source':
    case 'parameter':
      return undefined;
  }
}

/** All values of a list or of a path that crosses one; else the one value. undefined: nothing is known. */
export function evaluateValues(operand: Operand, evaluation: Evaluation): readonly Value[] | undefined {
  if (!isMany(operand)) return [evaluateOperand(operand, evaluation)];
  if (operand.kind === 'column') {
    const isItself = typeof operand.column !== 'string' && isList(operand.column);
    return reach(operand, evaluation)?.flatMap((row): readonly Value[] => {
      const value = columnOf(row, operand, evaluation);
      if (operand.inside !== undefined) return valuesInside(value ?? null, operand.inside, operand.type);
      return isItself ? toList(value) : [value];
    });
  }
  if (operand.kind !== 'data' || evaluation.bodyKnown === false) return undefined;
  return toList(member(evaluation.values.data, operand.name) as JsonValue);
}

function evaluateCall(call: Extract<Operand, { kind: 'call' }>, evaluation: Evaluation): Value {
  const [first] = call.args;
  if (call.name === 'length' && first?.kind === 'column' && typeof first.column !== 'string' && isList(first.column)) {
    return listLength(first, evaluation);
  }
  const args = call.args.map((arg) => evaluateOperand(arg, evaluation));
  // Without a row an unknown condition may only be undecided, so the choice that `if` would make is not known either.
  if (call.name === 'if' && args[0] === null && evaluation.row === null) return undefined;
  if (args.includes(undefined)) return undefined;
  return finite(evaluateFunction(call.name, args as readonly JsonValue[], evaluation.values.now));
}

/** A junction cannot tell an empty list from none, so a missing multiple reference counts 0. */
function listLength(operand: ColumnOperand, evaluation: Evaluation): Value {
  const rows = reach(operand, evaluation);
  const row = rows?.[0];
  if (row === undefined) return rows === undefined ? undefined : null;
  const value = columnOf(row, operand, evaluation);
  if (Array.isArray(value)) return value.length;
  return typeof operand.column !== 'string' && storageOf(operand.column) === 'junction' ? 0 : null;
}

function columnValue(operand: ColumnOperand, evaluation: Evaluation): Value {
  const rows = reach(operand, evaluation);
  if (rows === undefined) return undefined;
  const row = rows[0];
  if (row === undefined) return null;
  const value = columnOf(row, operand, evaluation);
  return operand.inside === undefined ? value : (valuesInside(value ?? null, operand.inside, operand.type)[0] ?? null);
}

/** Null where there is no record to lead back to. */
function aggregateValue({ measured, over }: AggregateOperand, evaluation: Evaluation): Value {
  if (over.leadsNowhere) return measured === 'length' || measured === 'count' ? 0 : null;
  const back = over.path.findIndex((step) => step.back);
  const [origin] = reach({ ...over, path: over.path.slice(0, back) }, evaluation) ?? [undefined];
  if (origin === undefined) return evaluation.row === null ? undefined : null;
  const rows = reach({ ...over, path: over.path.slice(back) }, { ...evaluation, row: origin });
  if (measured === 'length' || rows === undefined) return rows?.length;
  const values = rows.map((row) => columnOf(row, over, evaluation));
  if (values.includes(undefined)) return undefined;
  return evaluateAggregate(measured, values as readonly JsonValue[]);
}

/** The rows at the end of the path; a hop that is missing or hidden from the caller leads to none. */
function reach(operand: ColumnOperand, evaluation: Evaluation): readonly Row[] | undefined {
  if (evaluation.row === null) return undefined;
  let rows: readonly Row[] | undefined = operand.leadsNowhere ? [] : [evaluation.row];
  for (const step of operand.path) {
    rows = rows && rowsBehind(step, rows, evaluation);
    const { visibleIf } = step;
    if (visibleIf === null) continue;
    rows = rows?.filter((row) => evaluation.holds(visibleIf, { ...evaluation, row }) === true);
  }
  return rows;
}

function rowsBehind(
  { field, target, back }: PathStep,
  rows: readonly Row[],
  { relations }: Evaluation,
): readonly Row[] | undefined {
  if (back && relations.referring === undefined) return undefined;
  if (back) return rows.flatMap((row) => relations.referring!(target!, field, row['id'] as string));
  const ids = rows.flatMap((row) => toList(member(row, field.name) as JsonValue));
  return ids.flatMap((id): readonly Row[] => {
    const row = typeof id === 'string' ? relations.find(target, id) : undefined;
    return row === undefined ? [] : [row];
  });
}

function columnOf(row: Row, operand: ColumnOperand, evaluation: Evaluation): Value {
  const { column } = operand;
  const made = madeOf(operand);
  if (made !== undefined) return evaluateMade(made, { ...evaluation, row });
  return (member(row, typeof column === 'string' ? column : column.name) ?? null) as JsonValue;
}

/** The value of a computed field of the row that asks for no other record. */
export function evaluateComputed(collection: Collection, field: Field, evaluation: Evaluation): Value {
  return evaluateMade(computedValue(collection, field), evaluation);
}

/** As of a column, a zero has no sign. */
function evaluateMade(made: Operand, evaluation: Evaluation): Value {
  const value = evaluateOperand(made, evaluation);
  return value === 0 ? 0 : value;
}

function toList(value: JsonValue | undefined): readonly JsonValue[] {
  if (value === null || value === undefined) return [];
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [value];
}

function calculate(op: ArithmeticOperator, left: number, right: number): number | null {
  switch (op) {
    case '+':
      return finiteNumber(left + right);
    case '-':
      return finiteNumber(left - right);
    case '*':
      return finiteNumber(left * right);
    case '/':
      return right === 0 ? null : finiteNumber(left / right);
    case '%':
      // Not JavaScript's exact remainder: PostgreSQL has none for doubles, so all three evaluators take these steps.
      return right === 0 ? null : finiteNumber(left - Math.trunc(left / right) * right);
  }
}

function finite(value: JsonValue): JsonValue {
  return typeof value === 'number' ? finiteNumber(value) : value;
}

function finiteNumber(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
