/**
 * One value of the records that a back-relation leads to: a subquery of the row, which finds them by the index of their reference.
 * Sums are exact, as those of aggregates are, so that no order and no engine changes them.
 */
import type { AggregateOperand, ColumnOperand, PathStep } from '#domain/rules/condition';
import { fenced, placesOf, roundedSum } from './compile-exact-sum';
import { compilePath, enter, follow, isTarget } from './compile-path';
import type { Frame } from './frame';
import { referringLinks, referringRecords } from './referring-rows';
import { storageOf } from '#domain/schema/field-storage';
import { type SqlFragment, joinSql, sql } from './sql-fragment';

const NUMBERS = 'm';

/** A length or a count is never null, unless there is no record that they could refer to. */
export function compileAggregateValue(frame: Frame, operand: AggregateOperand): SqlFragment {
  const { over, measured, type } = operand;
  if (over.leadsNowhere) {
    const value = measured === 'length' || measured === 'count' ? 0 : null;
    return sql({ from: 'operand', type, operand: { kind: 'literal', type, value } });
  }
  const back = over.path.findIndex((step) => step.back);
  return follow(frame, over.path.slice(0, back), (end) => ofRow(end, operand, back));
}

function ofRow(frame: Frame, { measured, over, type }: AggregateOperand, back: number): SqlFragment {
  const { dialect } = frame;
  const behind = measured === 'length' ? null : { ...over, path: over.path.slice(back + 1), many: false };
  const { value, from } = referring(frame, over.path[back]!, behind);
  switch (measured) {
    case 'length':
    case 'count':
      return dialect.asNumber(sql('(SELECT count(', value, ')', from, ')'));
    case 'min':
    case 'max':
      return dialect.asColumn(type, sql(`(SELECT ${measured}(`, value, ')', from, ')'));
    case 'sum':
    case 'avg':
      return exactly(frame, measured, sql('SELECT ', value, ' AS x', from));
  }
}

/** A value of each record that refers to the row, or 1 of each; null for those that the caller may not read. `from`: FROM and WHERE. */
function referring(
  frame: Frame,
  step: PathStep,
  behind: ColumnOperand | null,
): { readonly value: SqlFragment; readonly from: SqlFragment } {
  const valueIn = (inner: Frame): SqlFragment => (behind === null ? sql('1') : compilePath(inner, behind));
  if (storageOf(step.field) === 'column') {
    const { frame: inner, table, where } = referringRecords(frame, step);
    return { value: valueIn(inner), from: sql(' FROM ', table, ' WHERE ', joinSql(where, ' AND ')) };
  }
  const { link, links, where } = referringLinks(frame, step.field);
  const from = sql(' FROM ', links, ' WHERE ', joinSql(where, ' AND '));
  const { frame: inner, table, visible } = enter(frame, step);
  if (behind === null && visible.length === 0) return { value: sql('1'), from };
  // One search by key for each link: a join, PostgreSQL would begin at the end that it knows less of.
  const isRecord = joinSql([...isTarget(inner.row, link, link.column('record_id')), ...visible], ' AND ');
  return { value: sql('(SELECT ', valueIn(inner), ' FROM ', table, ' WHERE ', isRecord, ')'), from };
}

function exactly({ dialect }: Frame, measured: 'sum' | 'avg', numbers: SqlFragment): SqlFragment {
  const tables = [sql(`${NUMBERS} AS MATERIALIZED (`, numbers, ')'), placesOf(0, [], sql(`SELECT x FROM ${NUMBERS}`))];
  const cut = fenced(dialect, sql('SELECT ', dialect.nearSum.cut(0, sql('x')), ` FROM ${NUMBERS}`));
  const parts = sql(`SELECT ${dialect.nearSum.parts(0)} FROM (`, cut, ') q');
  const sum = roundedSum(dialect, 0, sql('TRUE'));
  const value = measured === 'sum' ? sum : dialect.arithmetic('/', sum, dialect.asNumber(sql('g."n0"')));
  return sql('(WITH ', joinSql(tables, ', '), ' SELECT ', value, ' FROM (', parts, ') g)');
}
