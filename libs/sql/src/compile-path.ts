/**
 * The one value that a path of single references leads to: a lookup by key for each relation, one inside the other, so that
 * no engine has to guess in which order they are joined. Each stays in the account of the row it leaves, so that no path
 * crosses accounts, and carries the condition under which the row is visible, so that a filter cannot ask about a row its
 * caller may not read.
 */
import type { ColumnOperand, PathStep } from '#domain/rules/condition';
import { isList, storageOf } from '#domain/schema/field-storage';
import { compileComputed, compileRelated } from './compile-computed';
import { compileInside } from './compile-json';
import type { Frame } from './frame';
import { identifier } from './identifier';
import { isLinkOf } from './is-link-of';
import { type RowSource, storedRow } from './row-source';
import { type SqlFragment, joinSql, sql } from './sql-fragment';

/** Null where the path leads nowhere. */
export function compilePath(frame: Frame, operand: ColumnOperand): SqlFragment {
  const { column, type } = operand;
  if (operand.leadsNowhere) return sql({ from: 'operand', type, operand: { kind: 'literal', type, value: null } });
  if (typeof column !== 'string' && isList(column)) throw new Error('A list is no single value');
  return follow(frame, operand.path, (end) => valueOf(end, operand));
}

/** The value of a column of the frame's row, where the path has ended. */
export function valueOf(frame: Frame, { column, of, made, inside, type }: ColumnOperand): SqlFragment {
  if (typeof column === 'string') return frame.row.column(column);
  if (inside !== undefined) return compileInside(frame, type, frame.row.column(column.column), inside);
  if (made !== undefined) return compileRelated(frame, made);
  return of === undefined ? frame.row.column(column.column) : compileComputed(frame, of, column);
}

/** The number of elements of the list or JSON value at the end of the path. */
export function compileListLength(frame: Frame, operand: ColumnOperand): SqlFragment {
  const { column } = operand;
  if (typeof column === 'string') throw new Error('A system column is no list');
  return follow(frame, operand.path, (end) => {
    if (storageOf(column) === 'column') return end.dialect.jsonLength(valueOf(end, operand));
    const pending = end.row.pendingTargets(column);
    if (pending) return end.dialect.jsonLength(pending);
    const alias = end.nextAlias();
    const links = sql(` FROM ${identifier(column.column)} AS ${identifier(alias)} WHERE `);
    return sql('(SELECT count(*)', links, isLinkOf(storedRow(alias), end.row), ')');
  });
}

/** Where a relation leads to. */
export interface Target {
  /** Its row, as the row of conditions. */
  readonly frame: Frame;
  /** FROM item. */
  readonly table: SqlFragment;
  /** Under which the caller may read it. */
  readonly visible: readonly SqlFragment[];
}

export function enter(frame: Frame, { target, visibleIf }: PathStep): Target {
  const alias = frame.nextAlias();
  const inner: Frame = { ...frame, row: storedRow(alias) };
  const table = sql(`${identifier(target?.table ?? 'users')} AS ${identifier(alias)}`);
  return { frame: inner, table, visible: visibleIf === null ? [] : frame.terms(inner, visibleIf) };
}

/** The row with that id, in the account of `source`. */
export function isTarget(target: RowSource, source: RowSource, id: SqlFragment): SqlFragment[] {
  return [sql(target.column('account_id'), ' = ', source.column('account_id')), sql(target.column('id'), ' = ', id)];
}

/** What is made of the row at the end of a path of single references; null where there is none. */
export function follow(frame: Frame, path: readonly PathStep[], value: (end: Frame) => SqlFragment): SqlFragment {
  const [step, ...rest] = path;
  if (step === undefined) return value(frame);
  const target = enter(frame, step);
  const where = [...isTarget(target.frame.row, frame.row, frame.row.column(step.field.column)), ...target.visible];
  return sql(
    '(SELECT ',
    follow(target.frame, rest, value),
    ' FROM ',
    target.table,
    ' WHERE ',
    joinSql(where, ' AND '),
    ')',
  );
}
