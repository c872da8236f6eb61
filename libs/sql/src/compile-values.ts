/** What a condition sees of its row, as JSON values: one value, or the list of those that a path leads to. */
import { SHOWN_CHARACTERS } from '#domain/query/trial-plan';
import type { ColumnOperand, Operand, PathStep, ValueType } from '#domain/rules/condition';
import { isList, storageOf } from '#domain/schema/field-storage';
import { isMany } from '#domain/rules/value-type';
import { eachInside } from './compile-json';
import { compileOperand } from './compile-operand';
import { enter, isTarget } from './compile-path';
import type { Frame } from './frame';
import { identifier } from './identifier';
import { isLinkOf } from './is-link-of';
import { referringLinks, referringRecords } from './referring-rows';
import { type RowSource, storedRow } from './row-source';
import type { Sources } from './sources';
import { type SqlFragment, joinSql, sql } from './sql-fragment';

/** Of several values, so many are shown. */
const MAX_VALUES = 20;

export function compileSeenValue(frame: Frame, operand: Operand): SqlFragment {
  const { dialect } = frame;
  if (operand.kind !== 'column' || !isMany(operand)) {
    return shown(frame, operand.type, compileOperand(frame, operand, []));
  }
  const { value, from, where } = walk(frame, operand);
  const conditions = where.length === 0 ? sql('') : sql(' WHERE ', joinSql(where, ' AND '));
  const found = sql('SELECT ', value, ' AS "value" FROM ', joinSql(from, ', '), conditions, ` LIMIT ${MAX_VALUES}`);
  const alias = frame.nextAlias();
  const rows = sql(' FROM (', found, `) AS ${identifier(alias)}`);
  return dialect.jsonList(shown(frame, operand.type, storedRow(alias).column('value')), rows, null);
}

/** Of texts, and of json as its text, one character more than is shown, which tells that there are more. */
function shown({ dialect }: Frame, type: ValueType, value: SqlFragment): SqlFragment {
  if (type !== 'text' && type !== 'json') return dialect.jsonValue(type, value);
  return dialect.jsonValue('text', sql('substr(CAST(', value, ` AS text), 1, ${SHOWN_CHARACTERS + 1})`));
}

interface Walk {
  readonly value: SqlFragment;
  /** One FROM item after another, each looking at those before it. */
  readonly from: Sources;
  readonly where: SqlFragment[];
}

function walk(frame: Frame, operand: ColumnOperand): Walk {
  const { path, column } = operand;
  const found: Pick<Walk, 'from' | 'where'> = { from: [], where: [] };
  let end = frame;
  for (const step of path) end = follow(end, step, found);
  if (typeof column !== 'string' && operand.inside?.includes(null) === true) {
    const { from, value } = eachInside(end, operand.type, end.row.column(column.column), operand.inside);
    found.from.push(...from);
    return { ...found, value };
  }
  if (typeof column === 'string' || !isList(column)) {
    return { ...found, value: compileOperand(end, { ...operand, path: [], many: false }, []) };
  }
  if (storageOf(column) === 'junction') return { ...found, value: link(end, column, found).column('target_id') };
  const alias = end.nextAlias();
  found.from.push(end.dialect.eachText(end.row.column(column.column), identifier(alias)));
  return { ...found, value: storedRow(alias).column('value') };
}

function follow(frame: Frame, step: PathStep, found: Pick<Walk, 'from' | 'where'>): Frame {
  if (step.back) return followBack(frame, step, found);
  const isOne = storageOf(step.field) === 'column';
  const source = isOne ? frame.row : link(frame, step.field, found);
  const id = source.column(isOne ? step.field.column : 'target_id');
  const target = enter(frame, step);
  found.from.push(target.table);
  found.where.push(...isTarget(target.frame.row, source, id), ...target.visible);
  return target.frame;
}

function followBack(frame: Frame, step: PathStep, found: Pick<Walk, 'from' | 'where'>): Frame {
  if (storageOf(step.field) === 'column') {
    const { frame: referring, table, where } = referringRecords(frame, step);
    found.from.push(table);
    found.where.push(...where);
    return referring;
  }
  const { link: source, links, where } = referringLinks(frame, step.field);
  const target = enter(frame, step);
  found.from.push(links, target.table);
  found.where.push(...where, ...isTarget(target.frame.row, source, source.column('record_id')), ...target.visible);
  return target.frame;
}

function link(frame: Frame, field: PathStep['field'], { from, where }: Pick<Walk, 'from' | 'where'>): RowSource {
  const alias = frame.nextAlias();
  from.push(sql(`${identifier(field.column)} AS ${identifier(alias)}`));
  where.push(isLinkOf(storedRow(alias), frame.row));
  return storedRow(alias);
}
