/**
 * Whether a path leads to a value for which a test holds: true or false, unknown only where that is as good as false. Asked of few
 * rows, every relation is followed from each. Asked of very many, the engine makes a join of it, or is told to begin at the other
 * end: the targets that meet the test are found once, then what refers to these, and so on.
 */
import type { BoundOperand, ColumnOperand, PathStep } from '#domain/rules/condition';
import type { Field } from '#domain/schema/collection';
import { isList, storageOf } from '#domain/schema/field-storage';
import { anyInside } from './compile-json';
import type { Dialect } from './dialect/dialect';
import { enter, isTarget, valueOf } from './compile-path';
import { type Frame, following } from './frame';
import { identifier } from './identifier';
import { isLinkOf } from './is-link-of';
import { referringLinks, referringRecords } from './referring-rows';
import { type RowSource, storedRow } from './row-source';
import { type SqlFragment, joinSql, parameter, sql } from './sql-fragment';

/** What is asked of a value. `outer`: it reads columns of the statement's row as well. */
export interface ValueTest {
  readonly outer: boolean;
  /** It asks whether the value is this one; null: it asks something else. */
  readonly equals: BoundOperand | null;
  of(value: SqlFragment): SqlFragment;
}

export function anyValueOf(frame: Frame, operand: ColumnOperand, test: ValueTest): SqlFragment {
  if (operand.leadsNowhere) return sql('FALSE');
  return from(test.outer ? following(frame, 'all', 'each') : frame, operand.path, operand, test);
}

function from(frame: Frame, path: readonly PathStep[], operand: ColumnOperand, test: ValueTest): SqlFragment {
  const [step, ...rest] = path;
  if (step === undefined) return atEnd(frame, operand, test);
  if (step.back) return ofReferring(frame, step, (referring) => from(referring, rest, operand, test));
  if (storageOf(step.field) === 'column') {
    const id = frame.row.column(step.field.column);
    return ofTarget(frame, frame.row, id, step.field.required, step, (target) => from(target, rest, operand, test));
  }
  return ofLinks(frame, step.field, (link, id) =>
    ofTarget(frame, link, id, true, step, (target) => from(target, rest, operand, test)),
  );
}

function atEnd(frame: Frame, operand: ColumnOperand, test: ValueTest): SqlFragment {
  const { column, inside, type } = operand;
  if (typeof column !== 'string' && inside !== undefined) {
    return anyInside(frame, type, frame.row.column(column.column), inside, (value) => test.of(value));
  }
  if (typeof column === 'string' || !isList(column)) return test.of(valueOf(frame, operand));
  if (storageOf(column) === 'junction') return ofLinks(frame, column, (_link, id) => test.of(id));
  const list = frame.row.column(column.column);
  const found = ofElements(frame, list, (value) => test.of(value));
  return test.equals === null ? found : frame.dialect.hasMember(list, test.equals, found);
}

/** `isThere`: the id is never null. */
function ofTarget(
  frame: Frame,
  source: RowSource,
  id: SqlFragment,
  isThere: boolean,
  step: PathStep,
  holds: (target: Frame) => SqlFragment,
): SqlFragment {
  const { frame: target, table, visible } = enter(beyond(frame), step);
  const { row } = target;
  const exists = existsIn(frame);
  if (exists !== null) {
    const where = [...isTarget(row, source, id), ...visible, holds(target)];
    return exists(sql(' FROM ', table, ' WHERE ', joinSql(where, ' AND ')));
  }
  const found = among(frame, source, id, row, 'id', table, [...visible, holds(target)]);
  return isThere || frame.asks === 'truth' ? found : sql('(', id, ' IS NOT NULL AND ', found, ')');
}

/** Of the records whose reference names the row. */
function ofReferring(frame: Frame, step: PathStep, holds: (referring: Frame) => SqlFragment): SqlFragment {
  const exists = existsIn(frame);
  const id = frame.row.column('id');
  if (storageOf(step.field) === 'junction') {
    const { link, links, where } = referringLinks(frame, step.field);
    const test = ofTarget(frame, link, link.column('record_id'), true, step, holds);
    if (exists === null) return among(frame, frame.row, id, link, 'target_id', links, [test]);
    return exists(sql(' FROM ', links, ' WHERE ', joinSql([...where, test], ' AND ')));
  }
  if (exists !== null) {
    const { frame: referring, table, where } = referringRecords(frame, step);
    return exists(sql(' FROM ', table, ' WHERE ', joinSql([...where, holds(referring)], ' AND ')));
  }
  const { frame: referring, table, visible } = enter(beyond(frame), step);
  const { column } = step.field;
  // Among nulls, an id that is not found would be unknown.
  const isSet = sql(referring.row.column(column), ' IS NOT NULL');
  return among(frame, frame.row, id, referring.row, column, table, [isSet, ...visible, holds(referring)]);
}

/** Of the elements of a multiple reference; `id` is the one of a target. */
function ofLinks(frame: Frame, field: Field, holds: (link: RowSource, id: SqlFragment) => SqlFragment): SqlFragment {
  const pending = frame.row.pendingTargets(field);
  if (pending) return ofElements(frame, pending, (id) => holds(frame.row, id));
  const alias = frame.nextAlias();
  const link = storedRow(alias);
  const table = sql(`${identifier(field.column)} AS ${identifier(alias)}`);
  const test = holds(link, link.column('target_id'));
  const exists = existsIn(frame);
  if (exists !== null) return exists(sql(' FROM ', table, ' WHERE ', isLinkOf(link, frame.row), ' AND ', test));
  return among(frame, frame.row, frame.row.column('id'), link, 'record_id', table, [test]);
}

/** null: the targets are to be found before. */
function existsIn({ dialect, follows }: Frame): Dialect['existsJoined'] {
  if (follows.way === 'each') return (rows) => dialect.exists(rows);
  return follows.way === 'joined' ? dialect.existsJoined : null;
}

/** Only a record's own reference has an index to be searched. */
function beyond(frame: Frame): Frame {
  return frame.follows.way === 'listed' ? following(frame, frame.follows.reach, 'known') : frame;
}

function ofElements(frame: Frame, list: SqlFragment, holds: (value: SqlFragment) => SqlFragment): SqlFragment {
  const alias = frame.nextAlias();
  const elements = sql(' FROM ', frame.dialect.eachText(list, identifier(alias)));
  return frame.dialect.exists(sql(elements, ' WHERE ', holds(storedRow(alias).column('value'))));
}

/** The id is one of those that the rows of a table have, in the same account. */
function among(
  frame: Frame,
  source: RowSource,
  id: SqlFragment,
  row: RowSource,
  key: string,
  table: SqlFragment,
  where: readonly SqlFragment[],
): SqlFragment {
  const { dialect, follows } = frame;
  if (follows.reach === 'account') {
    const inAccount = sql(row.column('account_id'), ' = ', parameter('account', 'text'));
    const rows = sql('SELECT ', row.column(key), ' FROM ', table, ' WHERE ', joinSql([inAccount, ...where], ' AND '));
    return follows.way === 'listed' ? dialect.amongListed!(id, rows) : dialect.amongFound(id, rows);
  }
  const keys = sql('SELECT ', row.column('account_id'), ', ', row.column(key), ' FROM ', table);
  const own = sql('(', source.column('account_id'), ', ', id, ')');
  return dialect.amongFound(own, sql(keys, ' WHERE ', joinSql(where, ' AND ')));
}
