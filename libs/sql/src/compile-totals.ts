/**
 * Exact totals that do not cost a scan: counts kept by the write lanes, and versions that prove a total counted before is
 * still right. Both are read in the list's own snapshot.
 */
import type { ListPlan } from '#domain/query/record-plan';
import { isTrue } from '#domain/rules/is-true';
import { type SqlFragment, joinSql, parameter, sql } from './sql-fragment';

/** Records in the collection, for lists without condition; null otherwise, and when no total is wanted. */
export function keptCount(plan: ListPlan): SqlFragment {
  return plan.total && isTrue(plan.where) ? keptRecords(plan) : sql('NULL');
}

/** Records in the collection, within the reach. */
export function keptRecords(plan: ListPlan): SqlFragment {
  return sql(
    'COALESCE((SELECT CAST(SUM("count") AS bigint) FROM "record_counts" WHERE ',
    ...(plan.reach === 'all' ? [] : ['"account_id" = ', parameter('account', 'text'), ' AND ']),
    '"collection_id" = ',
    { from: 'constant', type: 'text', value: plan.collection.id },
    '), 0)',
  );
}

/**
 * A text that changes with every write to any collection the total depends on: the version of the listed collection, the sum of
 * the others' if there are any, and how many have one. Versions only grow and rows of an account are only added or removed as a
 * whole, so the parts never come back to earlier ones.
 */
export function countVersions(plan: ListPlan): SqlFragment {
  return plan.total && !isTrue(plan.where) ? versionsOf(plan) : sql('NULL');
}

/** The same of any plan that remembers what it found; NULL where no version proves it. */
export function versionsOf({ countedFrom, reach }: Pick<ListPlan, 'countedFrom' | 'reach'>): SqlFragment {
  if (countedFrom.length === 0) return sql('NULL');
  const ids = countedFrom.map((id) => sql({ from: 'constant', type: 'text', value: id }));
  return sql(
    '(SELECT concat(',
    joinSql([...sumsOf(ids), sql('count(*)')], `, '/', `),
    ') FROM "record_counts" WHERE ',
    ...(reach === 'all' ? [] : ['"account_id" = ', parameter('account', 'text'), ' AND ']),
    '"collection_id" IN (',
    joinSql(ids, ', '),
    '))',
  );
}

function sumsOf([listed, ...others]: readonly SqlFragment[]): readonly SqlFragment[] {
  if (others.length === 0) return [sql('COALESCE(SUM("version"), 0)')];
  const sumWhere = (operator: string): SqlFragment =>
    sql(`COALESCE(SUM("version") FILTER (WHERE "collection_id" ${operator} `, listed!, '), 0)');
  return [sumWhere('='), sumWhere('<>')];
}
