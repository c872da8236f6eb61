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
/** Records times targets: so many comparisons take half a second, should no index be searched for the targets that are listed. */
const LISTED = 100_000_000;

/** A condition that stands in its statement once, because a statement has an end. */
export function isLong(frame: Frame, plan: ListPlan): boolean {
  return compileCondition(frame, plan.where).parts.length > MAX_PARTS;
}

/** SELECT of one text, `way`. null: every record is followed, since an index finds the few that there are, or no relation is. */
export function chooseWay(frame: Frame, plan: ListPlan): SqlFragment | null {
  return fromCounts(frame, plan, wayOf);
}

/**
 * As chooseWay(), for a statement that visits every record that is met. PostgreSQL, which expects few of a table that is not yet
 * analysed, would fetch them one target after another; where some records that are tried meet the condition, many do, and they
 * are better all compared with the targets known before, or searched for where these can be listed.
 */
export function chooseCountWay(frame: Frame, plan: ListPlan, canList: boolean): SqlFragment | null {
  if (frame.dialect.existsJoined === null) return chooseWay(frame, plan);
  const isFew = (records: SqlFragment, targets: SqlFragment): SqlFragment =>
    canList ? sql(records, '::numeric * ', targets, ` <= ${LISTED}`) : sql('FALSE');
  const choice = fromCounts(frame, plan, (records, targets) =>
    sql(wayOf(records, targets), ', ', isFew(records, targets), ' AS "few"'),
  );
  if (choice === null) return null;
  const own = inReach(frame.row, plan.reach);
  const inAccount = own.length === 0 ? sql('') : sql(' WHERE ', joinSql(own, ' AND '));
  // In the order of the primary key, or all of the account's would be looked for in an index of another.
  const order = sql(' ORDER BY ', frame.dialect.orderTerm('text', frame.row.column('id'), true, false));
  const tried = sql('SELECT * FROM ', recordsOf(plan.collection), inAccount, order, ` LIMIT (SELECT ${SAMPLED})`);
  const isMet = sql('(', compileCondition(frame, plan.where), ' IS TRUE)');
  const met = sql('SELECT count(*) FROM ', asRecords(tried), ' WHERE ', isMet);
  const isCommon = sql(`"way" = 'joined' AND (`, met, `) >= ${MANY_OF_SAMPLED}`);
  const way = sql('CASE WHEN NOT (', isCommon, `) THEN "way" WHEN "few" THEN 'listed' ELSE 'known' END`);
  return sql('SELECT ', way, ' AS "way" FROM (', choice, ') v');
}

function wayOf(records: SqlFragment, targets: SqlFragment): SqlFragment {
  const isLight = sql('COALESCE(', `${TARGETS_PER_RECORD} * `, records, ' - ', targets, ', -1) >= 0');
  const isSmall = sql(records, ` < ${JOINED_RECORDS}`);
  return sql('CASE WHEN NOT ', isLight, ` THEN 'each' WHEN `, isSmall, ` THEN 'known' ELSE 'joined' END AS "way"`);
}

/** SELECT of what is made of the numbers of records and of their targets, which are null where there are none. As chooseWay(). */
function fromCounts(
  frame: Frame,
  plan: ListPlan,
  columns: (records: SqlFragment, targets: SqlFragment) => SqlFragment,
): SqlFragment | null {
  const { asked, collections } = rowsRead(plan.where);
  if (!asked || chooseIndex(plan) !== null) return null;
  if (isLong(frame, plan)) return null;
  const own = idOf(plan.collection.id);
  const targets = [...collections].filter((id) => id !== plan.collection.id).map(idOf);
  const isOwn = sql('"collection_id" = ', own);
  const sum = (other: SqlFragment): SqlFragment => sql('SUM(CASE WHEN ', other, ' THEN "count" ELSE 0 END)');
  const ids = sql('"collection_id" IN (', joinSql([own, ...targets], ', '), ')');
  const inAccount = plan.reach === 'all' ? sql('') : sql('"account_id" = ', parameter('account', 'text'), ' AND ');
  const chosen = columns(sum(isOwn), sum(sql('NOT ', isOwn)));
  return sql('SELECT ', chosen, ' FROM "record_counts" WHERE ', inAccount, ids);
}

function idOf(id: string): SqlFragment {
  return sql({ from: 'constant', type: 'text', value: id });
}
