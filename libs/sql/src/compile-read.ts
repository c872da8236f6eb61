/**
 * Reads of one record, totals, and bodies of what was written: one statement each, in one snapshot; a record with the guards
 * beside it. The tenant condition comes first in every one.
 */
import type { Condition } from '#domain/rules/condition';
import type { GetManyPlan, GetPlan, ListPlan, Output } from '#domain/query/record-plan';
import type { Collection } from '#domain/schema/collection';
import { conditionTerms } from './compile-condition';
import { countOthers } from './compile-others';
import { guardColumns } from './compile-guards';
import { compileBody, compileBodyIf, expands } from './compile-output';
import { listedTerms } from './listed-targets';
import { chooseCountWay, chooseWay } from './relation-way';
import { countVersions } from './compile-totals';
import { weighExpansions } from './compile-weighing';
import type { Dialect } from './dialect/dialect';
import { following, type Frame, type RelationWay } from './frame';
import { inReach } from './in-reach';
import { recordFrame } from './read-frame';
import { renderStatement } from './render-statement';
import { recordsOf } from './row-source';
import { type SqlFragment, type Statement, joinSql, parameter, sql } from './sql-fragment';

const ALWAYS: Condition = { kind: 'constant', value: true };

/**
 * Parameters: credential, id, and account unless the plan spans accounts; answer (bytes) where the plan expands.
 * Row: stamp, schema, body (text, or null when there is no such row for the caller), rev; where the plan expands also weight
 * and nested (see compile-weighing.ts), and no body where they are too much.
 */
export function compileGet(plan: GetPlan, dialect: Dialect): Statement {
  const frame = recordFrame(dialect);
  const isRow = sql(frame.row.column('id'), ' = ', parameter('id', 'text'));
  const where = allOf([...inReach(frame.row, plan.reach), isRow, ...conditionTerms(frame, plan.where)]);
  const rev = sql(frame.row.column('_rev'), ' AS "rev"');
  if (!expands(plan.output)) {
    const body = compileBody(frame, plan.output);
    const found = sql('SELECT ', body, ' AS "body", ', rev, from(plan.collection), where);
    return renderStatement(dialect, beside(found, []));
  }
  const keys = joinSql([frame.row.column('account_id'), frame.row.column('id'), rev], ', ');
  const root = sql('p AS MATERIALIZED (SELECT ', keys, from(plan.collection), where, ')');
  const weighing = weighExpansions(frame, plan.output, sql('p'));
  const isFound = sql(frame.row.column('account_id'), ' = p."account_id" AND ', frame.row.column('id'), ' = p."id"');
  const body = sql('(SELECT ', compileBody(frame, plan.output), from(plan.collection), ' WHERE ', isFound, ')');
  const found = sql('SELECT ', body, ' AS "body", p."rev" FROM p WHERE ', weighing.fits);
  const tables = joinSql([root, ...weighing.with], ', ');
  return renderStatement(dialect, sql('WITH ', tables, ' ', beside(found, weighing.columns)));
}

/** Of plans that expand nothing. Parameters: credential, account, ids (a JSON list), share. Row: stamp, schema, and items and bytes as of a list. */
export function compileGetMany(plan: Omit<GetManyPlan, 'kind'>, dialect: Dialect): Statement {
  const frame = recordFrame(dialect);
  const { row } = frame;
  const isOne = [
    sql(row.column('account_id'), ' = ', parameter('account', 'text')),
    sql(row.column('id'), ' IN (SELECT n."value" FROM ', dialect.eachText(parameter('ids', 'json'), 'n'), ')'),
  ];
  const rows = sql(from(plan.collection), allOf([...isOne, ...conditionTerms(frame, plan.where)]));
  const list = dialect.pageList(compileBody(frame, plan.output), rows, parameter('share', 'integer'));
  return renderStatement(dialect, sql('SELECT ', guardColumns(), ', i.* FROM (', list, ') i'));
}

/** Parameters: account (unless the plan spans accounts). Row: total, versions. */
export function compileCount(plan: ListPlan, dialect: Dialect): Statement {
  const total = totalOf(recordFrame(dialect), plan);
  return renderStatement(dialect, sql('SELECT ', total, ' AS "total", ', countVersions(plan), ' AS "versions"'));
}

function totalOf(frame: Frame, plan: ListPlan): SqlFragment {
  const counted = (terms: readonly SqlFragment[]): SqlFragment => {
    const where = allOf([...inReach(frame.row, plan.reach), ...terms]);
    return sql('(SELECT count(*)', from(plan.collection), where, ')');
  };
  const followed = (way: RelationWay): SqlFragment =>
    counted(conditionTerms(following(frame, plan.reach, way), plan.where));
  const others = countOthers(frame, plan);
  const listed = others === null ? listedTerms(frame, plan) : null;
  const choice = others === null ? chooseCountWay(frame, plan, listed !== null) : chooseWay(frame, plan);
  if (choice === null) return followed('each');
  const ways = [
    sql(` WHEN 'joined' THEN `, others ?? followed('joined')),
    sql(` WHEN 'known' THEN `, followed('known')),
    ...(listed === null ? [] : [sql(` WHEN 'listed' THEN `, counted(listed))]),
  ];
  return sql('CASE (', choice, ')', joinSql(ways, ''), ' ELSE ', followed('each'), ' END');
}

/**
 * Bodies of rows that a write has just made or changed; the id alone where `shownIf` does not hold.
 * Parameter `keys`: JSON text `[{"account": "…", "id": "…"}]`. Rows: id, rev, body; order not defined.
 */
export function compileRender(output: Output, dialect: Dialect, shownIf: Condition = ALWAYS): Statement {
  const frame = recordFrame(dialect);
  const keys = dialect.jsonRows(parameter('keys', 'json'), [
    { name: 'account', type: 'text' },
    { name: 'id', type: 'text' },
  ]);
  const body = compileBodyIf(frame, output, shownIf);
  return renderStatement(
    dialect,
    sql(
      'SELECT ',
      joinSql([frame.row.column('id'), sql(frame.row.column('_rev'), ' AS "rev"'), sql(body, ' AS "body"')], ', '),
      ' FROM (',
      keys,
      `) w JOIN ${recordsOf(output.collection)} ON `,
      sql(frame.row.column('account_id'), ' = w."account" AND ', frame.row.column('id'), ' = w."id"'),
    ),
  );
}

/** `found`: SELECT of body and rev, of one row or none. */
function beside(found: SqlFragment, more: readonly SqlFragment[]): SqlFragment {
  const columns = joinSql([sql('g."stamp", g."schema", f."body", f."rev"'), ...more], ', ');
  return sql('SELECT ', columns, ' FROM (SELECT ', guardColumns(), ') g LEFT JOIN (', found, ') f ON TRUE');
}

function from(collection: Collection): SqlFragment {
  return sql(` FROM ${recordsOf(collection)}`);
}

function allOf(conditions: readonly SqlFragment[]): SqlFragment {
  return conditions.length === 0 ? sql('') : sql(' WHERE ', joinSql(conditions, ' AND '));
}
