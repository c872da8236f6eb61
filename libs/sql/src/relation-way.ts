/** How a list's condition on relations is asked, which depends on how many records the accounts have. */
import type { ListPlan } from '#domain/query/record-plan';
import { rowsRead } from '#domain/query/rows-read';
import { chooseIndex } from './choose-index';
import { compileCondition } from './compile-condition';
import type { Frame } from './frame';
import { inReach } from './in-reach';
import { asRecords, recordsOf } from './row-source';
import { type SqlFragment, joinSql, parameter, sql } from './sql-fragment';

/**
 * Of smaller tables PostgreSQL expects so little, until they are analysed, that it would join them by comparing every row of one
 * with every row of the other.
 */
const JOINED_RECORDS = 4000;
/** Finding a target among others costs less than following a record's relations. */
const TARGETS_PER_RECORD = 2;
/** Of a condition that may stand in its statement several times. */
const MAX_PARTS = 400;
/** Of the records whose total is wanted, so many are looked at first; a condition that this many of them meet, many do. */
const SAMPLED = 200;
const MANY_OF_SAMPLED = 50;

/** A condition that stands in its statement once, because a statement has an end. */
export function isLong(frame: Frame, plan: ListPlan): boolean {
  return compileCondition(frame, plan.where).parts.length > MAX_PARTS;
}

/** SELECT of one text, `way`. null: every record is followed, since an index finds the few that there are, or no relation is. */
export function chooseWay(frame: Frame, plan: ListPlan): SqlFragment | null {
  const { others, collections } = rowsRead(plan.where);
  if (!others || chooseIndex(plan) !== null) return null;
  if (isLong(frame, plan)) return null;
  const own = idOf(plan.collection.id);
  const targets = [...collections].filter((id) => id !== plan.collection.id).map(idOf);
  const weight = sql('CASE WHEN "collection_id" = ', own, ` THEN ${TARGETS_PER_RECORD} * "count" ELSE - "count" END`);
  const records = sql('CASE WHEN "collection_id" = ', own, ' THEN "count" ELSE 0 END');
  const isLight = sql('COALESCE(SUM(', weight, '), -1) >= 0');
  const isSmall = sql('SUM(', records, `) < ${JOINED_RECORDS}`);
  const way = sql('CASE WHEN NOT ', isLight, ` THEN 'each' WHEN `, isSmall, ` THEN 'known' ELSE 'joined' END`);
  const ids = sql('"collection_id" IN (', joinSql([own, ...targets], ', '), ')');
  const inAccount = plan.reach === 'all' ? sql('') : sql('"account_id" = ', parameter('account', 'text'), ' AND ');
  return sql('SELECT ', way, ' AS "way" FROM "record_counts" WHERE ', inAccount, ids);
}

/**
 * As chooseWay(), for a statement that visits every record that is met. PostgreSQL, which expects few of a table that is not yet
 * analysed, would fetch them one target after another; where some records that are tried meet the condition, many do, and they
 * are better all compared with the targets known before.
 */
export function chooseCountWay(frame: Frame, plan: ListPlan): SqlFragment | null {
  const choice = chooseWay(frame, plan);
  if (choice === null || frame.dialect.existsJoined === null) return choice;
  const own = inReach(frame.row, plan.reach);
  const inAccount = own.length === 0 ? sql('') : sql(' WHERE ', joinSql(own, ' AND '));
  const tried = sql('SELECT * FROM ', recordsOf(plan.collection), inAccount, ` LIMIT (SELECT ${SAMPLED})`);
  const isMet = sql('(', compileCondition(frame, plan.where), ' IS TRUE)');
  const met = sql('SELECT count(*) FROM ', asRecords(tried), ' WHERE ', isMet);
  const isCommon = sql(`"way" = 'joined' AND (`, met, `) >= ${MANY_OF_SAMPLED}`);
  return sql('SELECT CASE WHEN ', isCommon, ` THEN 'known' ELSE "way" END FROM (`, choice, ') v');
}

function idOf(id: string): SqlFragment {
  return sql({ from: 'constant', type: 'text', value: id });
}
