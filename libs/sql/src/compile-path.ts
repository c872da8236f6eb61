/**
 * Follows relation paths. Each hop joins on the account of the row it leaves, so that no path crosses accounts, and
 * carries the condition under which the row is visible, so that a filter cannot ask about a row its caller may not read.
 */
import type { ColumnOperand, PathStep } from '#domain/rules/condition';
import { isTrue } from '#domain/rules/is-true';
import type { Field } from '#domain/schema/collection';
import { isList, storageOf } from '#domain/schema/field-storage';
import type { Frame } from './frame';
import { identifier } from './identifier';
import { type RowSource, storedRow } from './row-source';
import { type SqlFragment, joinSql, sql } from './sql-fragment';

/** FROM items and conditions that one SELECT or EXISTS has to hold. */
export interface Sources {
  readonly from: SqlFragment[];
  readonly where: SqlFragment[];
}

export function noSources(): Sources {
  return { from: [], where: [] };
}

export function fromWhere(sources: Sources): SqlFragment {
  const where = sources.where.length === 0 ? sql('') : sql(' WHERE ', joinSql(sources.where, ' AND '));
  return sql(' FROM ', joinSql(sources.from, ', '), where);
}

/** The value of a column operand; what it has to be read from is added to `sources`. */
export function compilePath(frame: Frame, operand: ColumnOperand, sources: Sources): SqlFragment {
  const row = walk(frame, operand.path, sources);
  const { column, type } = operand;
  if (operand.leadsNowhere) return sql({ from: 'operand', type, operand: { kind: 'literal', type, value: null } });
  if (typeof column === 'string') return row.column(column);
  if (!isList(column)) return row.column(column.column);
  return listItems(frame, row, column, sources);
}

/** The number of elements of the list or JSON value at the end of the path. */
export function compileListLength(frame: Frame, operand: ColumnOperand, sources: Sources): SqlFragment {
  const row = walk(frame, operand.path, sources);
  if (typeof operand.column === 'string') throw new Error('A system column is no list');
  if (storageOf(operand.column) === 'column') return frame.dialect.jsonLength(row.column(operand.column.column));
  const pending = row.pendingTargets(operand.column);
  if (pending) return frame.dialect.jsonLength(pending);
  const items = noSources();
  listItems(frame, row, operand.column, items);
  return sql('(SELECT count(*)', fromWhere(items), ')');
}

function walk(frame: Frame, path: readonly PathStep[], sources: Sources): RowSource {
  let row = frame.row;
  for (const step of path) {
    const id =
      storageOf(step.field) === 'junction' ? listItems(frame, row, step.field, sources) : row.column(step.field.column);
    const alias = frame.nextAlias();
    const next = storedRow(alias);
    sources.from.push(sql(`${identifier(step.target?.table ?? 'users')} AS ${identifier(alias)}`));
    sources.where.push(
      sql(next.column('account_id'), ' = ', row.column('account_id')),
      sql(next.column('id'), ' = ', id),
    );
    if (step.visibleIf && !isTrue(step.visibleIf)) {
      sources.where.push(frame.condition({ ...frame, row: next }, step.visibleIf));
    }
    row = next;
  }
  return row;
}

/** Adds the elements of a list to the sources; returns one element's value. */
function listItems(frame: Frame, row: RowSource, field: Field, sources: Sources): SqlFragment {
  const alias = frame.nextAlias();
  const items = storedRow(alias);
  const list = storageOf(field) === 'junction' ? row.pendingTargets(field) : row.column(field.column);
  if (list) {
    sources.from.push(frame.dialect.eachText(list, identifier(alias)));
    return items.column('value');
  }
  sources.from.push(sql(`${identifier(field.column)} AS ${identifier(alias)}`));
  sources.where.push(
    sql(items.column('account_id'), ' = ', row.column('account_id')),
    sql(items.column('record_id'), ' = ', row.column('id')),
  );
  return items.column('target_id');
}
