/** The ids of the records that a back-relation is expanded to, which begin with the smallest. */
import type { PathStep } from '#domain/rules/condition';
import { storageOf } from '#domain/schema/field-storage';
import { enter, isTarget } from './compile-path';
import type { Frame } from './frame';
import { identifier } from './identifier';
import { referringLinks, referringRecords } from './referring-rows';
import { storedRow } from './row-source';
import { type SqlFragment, joinSql, sql } from './sql-fragment';

/** Of each list. */
const MAX_SHOWN = 100;

/** SELECT of the first that the caller may view of those that refer to the frame's row. */
export function shownReferrers(frame: Frame, step: PathStep): SqlFragment {
  const alias = frame.nextAlias();
  const expression = storedRow(alias).column('id');
  const found = sql(' FROM (', ids(frame, step), `) AS ${identifier(alias)}`);
  const order = [{ type: 'text', expression, descending: false, nullable: false }] as const;
  return frame.dialect.sortedWhenFound(expression, alias, found, order, sql(` LIMIT ${MAX_SHOWN}`));
}

function ids(frame: Frame, step: PathStep): SqlFragment {
  if (storageOf(step.field) === 'column') {
    const { frame: referring, table, where } = referringRecords(frame, step);
    return select(referring.row.column('id'), table, where);
  }
  const { link, links, where } = referringLinks(frame, step.field);
  const id = link.column('record_id');
  const { frame: referring, table, visible } = enter(frame, step);
  if (visible.length === 0) return select(id, links, where);
  const isVisible = joinSql([...isTarget(referring.row, link, id), ...visible], ' AND ');
  return select(id, links, [...where, frame.dialect.exists(sql(' FROM ', table, ' WHERE ', isVisible))]);
}

function select(id: SqlFragment, table: SqlFragment, where: readonly SqlFragment[]): SqlFragment {
  return sql('SELECT ', id, ' AS "id" FROM ', table, ' WHERE ', joinSql(where, ' AND '));
}
