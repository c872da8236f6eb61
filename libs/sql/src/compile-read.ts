/**
 * Reads: one statement, one row, in one snapshot, with the guards beside the data. The tenant condition comes first in
 * every one; a list without filter is a plain range scan of the primary key.
 */
import type { Condition } from '#domain/rules/condition';
import type { GetPlan, ListPlan, Output } from '#domain/query/record-plan';
import { chooseIndex } from './choose-index';
import { conditionTerms } from './compile-condition';
import { guardColumns } from './compile-guards';
import { afterPosition, compileOrder, orderBy } from './compile-order';
import { compileBody, compileBodyIf } from './compile-output';
import { countVersions, keptCount } from './compile-totals';
import type { Dialect } from './dialect/dialect';
import type { Frame } from './frame';
import { identifier } from './identifier';
import { inReach } from './in-reach';
import { readFrame } from './read-frame';
import { renderStatement } from './render-statement';
import { storedRow } from './row-source';
import { type SqlFragment, type Statement, joinSql, parameter, sql } from './sql-fragment';

const ROW = 'r';
const ALWAYS: Condition = { kind: 'constant', value: true };

/**
 * Parameters: credential, id, and account unless the plan spans accounts.
 * Row: stamp, schema, body (text, or null when there is no such row for the caller), rev.
 */
export function compileGet(plan: GetPlan, dialect: Dialect): Statement {
  const frame = readFrame(dialect, storedRow(ROW));
  const body = compileBody(frame, plan.output);
  const isRow = sql(frame.row.column('id'), ' = ', parameter('id', 'text'));
  const where = allOf([...inReach(frame.row, plan.reach), isRow, ...conditionTerms(frame, plan.where)]);
  const found = sql(
    'SELECT ',
    body,
    ' AS "body", ',
    frame.row.column('_rev'),
    ' AS "rev"',
    from(plan.collection.table),
    where,
  );
  return renderStatement(
    dialect,
    sql(
      'SELECT g."stamp", g."schema", f."body", f."rev" FROM (SELECT ',
      guardColumns(),
      ') g LEFT JOIN (',
      found,
      ') f ON TRUE',
    ),
  );
}

/**
 * Parameters: credential, account (unless the plan spans accounts), limit; offset lists: skip; keyset lists: fetch
 * (= limit + 1) and k0, k1, … when there is a position.
 * Row: stamp, schema, items (text: JSON list in presentation order), versions, kept (see compile-totals.ts); keyset lists
 * also keys (text: JSON list with the order values of every fetched row, so that one more than limit means there is more;
 * in presentation order, the extra row being first when paging before, else last).
 */
export function compileList(plan: ListPlan, dialect: Dialect): Statement {
  const frame = readFrame(dialect, storedRow(ROW));
  const totals = sql(countVersions(plan), ' AS "versions", ', keptCount(plan), ' AS "kept"');
  const guards = guardColumns();
  if (plan.page.kind === 'offset') {
    const items = offsetItems(frame, plan);
    return renderStatement(dialect, sql('SELECT ', guards, ', ', totals, ', ', items, ' AS "items"'));
  }
  const page = keysetPage(frame, plan, plan.page);
  return renderStatement(
    dialect,
    sql(
      'WITH p AS MATERIALIZED (',
      page.rows,
      ') SELECT ',
      guards,
      ', ',
      totals,
      ', ',
      page.items,
      ' AS "items", ',
      page.keys,
      ' AS "keys"',
    ),
  );
}

/** Parameters: account (unless the plan spans accounts). Row: total, versions. */
export function compileCount(plan: ListPlan, dialect: Dialect): Statement {
  const frame = readFrame(dialect, storedRow(ROW));
  const where = allOf([...inReach(frame.row, plan.reach), ...conditionTerms(frame, plan.where)]);
  const total = sql('(SELECT count(*)', from(plan.collection.table), where, ')');
  return renderStatement(dialect, sql('SELECT ', total, ' AS "total", ', countVersions(plan), ' AS "versions"'));
}

/**
 * Bodies of rows that a write has just made or changed; the id alone where `shownIf` does not hold.
 * Parameter `keys`: JSON text `[{"account": "…", "id": "…"}]`. Rows: id, rev, body; order not defined.
 */
export function compileRender(output: Output, dialect: Dialect, shownIf: Condition = ALWAYS): Statement {
  const frame = readFrame(dialect, storedRow(ROW));
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
      `) w JOIN ${identifier(output.collection.table)} AS "${ROW}" ON `,
      sql(frame.row.column('account_id'), ' = w."account" AND ', frame.row.column('id'), ' = w."id"'),
    ),
  );
}

function offsetItems(frame: Frame, plan: ListPlan): SqlFragment {
  const body = compileBody(frame, plan.output);
  const where = allOf([...inReach(frame.row, plan.reach), ...conditionTerms(frame, plan.where)]);
  const order = orderBy(frame, compileOrder(frame, plan.order, false));
  const limit = sql(' LIMIT ', parameter('limit', 'integer'), ' OFFSET ', parameter('skip', 'integer'));
  const rows = sql(
    'SELECT ',
    body,
    ' AS "body"',
    from(plan.collection.table),
    indexHint(frame.dialect, plan),
    where,
    ' ORDER BY ',
    order,
    limit,
  );
  return frame.dialect.textList(sql('b."body"'), sql(' FROM (', rows, ') b'), null);
}

function keysetPage(
  frame: Frame,
  plan: ListPlan,
  page: Extract<ListPlan['page'], { kind: 'keyset' }>,
): { rows: SqlFragment; items: SqlFragment; keys: SqlFragment } {
  const { dialect } = frame;
  const backwards = page.direction === 'before';
  const terms = compileOrder(frame, plan.order, backwards);
  const position = page.nulls ? [afterPosition(frame, terms, page.nulls)] : [];
  const where = allOf([...inReach(frame.row, plan.reach), ...position, ...conditionTerms(frame, plan.where)]);
  const body = compileBody(frame, plan.output);
  const values = terms.map(({ operand, expression }, index) =>
    sql(dialect.jsonElement(operand.type, expression), ` AS "k${index}"`),
  );
  const order = orderBy(frame, terms);
  const columns = joinSql([sql(body, ' AS "body"'), ...values], ', ');
  const limit = sql(' LIMIT ', parameter('fetch', 'integer'));
  const fetched = sql(
    'SELECT ',
    columns,
    from(plan.collection.table),
    indexHint(frame.dialect, plan),
    where,
    ' ORDER BY ',
    order,
    limit,
  );
  // The place in fetch order, numbered outside the limit so that no engine reads on to number every row.
  const rows = sql('SELECT f.*, row_number() OVER () AS "n" FROM (', fetched, ') f');
  const presented = sql(backwards ? 'p."n" DESC' : 'p."n"');
  const keyTexts = terms.map((_term, index) => sql(`p."k${index}"`));
  return {
    rows,
    items: dialect.textList(sql('p."body"'), sql(' FROM p WHERE p."n" <= ', parameter('limit', 'integer')), presented),
    keys: dialect.textList(sql(`concat('[', `, joinSql(keyTexts, `, ',', `), `, ']')`), sql(' FROM p'), presented),
  };
}

function from(table: string): SqlFragment {
  return sql(` FROM ${identifier(table)} AS "${ROW}"`);
}

function indexHint(dialect: Dialect, plan: ListPlan): SqlFragment {
  const index = chooseIndex(plan);
  return sql(index === null ? '' : dialect.indexHint(identifier(index)));
}

function allOf(conditions: readonly SqlFragment[]): SqlFragment {
  return conditions.length === 0 ? sql('') : sql(' WHERE ', joinSql(conditions, ' AND '));
}
