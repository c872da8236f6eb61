/**
 * Lists: one statement, one row, in one snapshot, with the guards beside the data. The tenant condition comes first in every
 * one; a list without filter is a plain range scan of the primary key. Rows are cut to the page before any is rendered.
 */
import type { ListPlan } from '#domain/query/record-plan';
import { rowsRead } from '#domain/query/rows-read';
import { isTrue } from '#domain/rules/is-true';
import { chooseIndex, isById, namesIndexed } from './choose-index';
import { guardColumns } from './compile-guards';
import { compileOrder } from './compile-order';
import { compileBody, compileMembers, expands } from './compile-output';
import { compilePage, isBackwards } from './compile-page';
import { countVersions, keptCount } from './compile-totals';
import { weighExpansions } from './compile-weighing';
import type { Dialect } from './dialect/dialect';
import type { Frame } from './frame';
import { recordFrame } from './read-frame';
import { renderStatement } from './render-statement';
import { RECORD, asRecords, recordsOf } from './row-source';
import { type SqlFragment, type Statement, joinSql, parameter, sql } from './sql-fragment';

/** What a list is put together from. */
interface Parts {
  /** Common table expressions. */
  readonly with: readonly SqlFragment[];
  /** FROM item: the rows of the page, in presentation order. */
  readonly rows: SqlFragment;
  /** What each of them is rendered as. */
  readonly body: SqlFragment;
  /** Columns beside the list. */
  readonly beside: readonly SqlFragment[];
}

/**
 * Parameters: credential, account (unless the plan spans accounts), limit, answer (bytes), share (bytes of one body, where the
 * engine does not limit texts); offset lists: skip; keyset lists: fetch (= limit + 1) and k0, k1, … when there is a position.
 * Row: stamp, schema, items (text: JSON list in presentation order), found (items), versions, kept (see compile-totals.ts); keyset lists
 * also keys (text: JSON list with the order values of every fetched row, so that one more than limit means there is more;
 * in presentation order, the extra row being first when paging before, else last); lists that expand also weight and nested
 * (see compile-weighing.ts); where the engine does not limit texts also bytes, which all bodies have together: items lacks
 * those that have more than `share`.
 */
export function compileList(plan: ListPlan, dialect: Dialect): Statement {
  const frame = recordFrame(dialect);
  const { with: tables, rows, body, beside } = partsOf(frame, plan);
  const guards = sql(guardColumns(), ', ', countVersions(plan), ' AS "versions", ', keptCount(plan), ' AS "kept"');
  const head = tables.length === 0 ? sql('') : sql('WITH ', joinSql(tables, ', '), ' ');
  const columns = joinSql([guards, sql('i.*'), ...beside], ', ');
  const list = dialect.pageList(body, sql(' FROM ', rows), parameter('share', 'integer'));
  return renderStatement(dialect, sql(head, 'SELECT ', columns, ' FROM (', list, ') i'));
}

function partsOf(frame: Frame, plan: ListPlan): Parts {
  const isPlain = plan.page.kind === 'offset' && !expands(plan.output);
  if (isPlain && frame.dialect.keepsLongValuesApart) return ofWholeRows(frame, plan);
  return isPlain && comesInOrder(plan) ? inOnePass(frame, plan) : keysFirst(frame, plan);
}

/** The page is cut of whole rows, whose long values come along as references. */
function ofWholeRows(frame: Frame, plan: ListPlan): Parts {
  const page = compilePage(frame, plan, [sql(`"${RECORD}".*`)]);
  const members = compileMembers(frame, plan.output);
  const { text, from: rendered } = frame.dialect.eachAsText(members, asRecords(page.rows));
  return { with: page.with, rows: rendered, body: text, beside: [] };
}

/** Of rows that are met in their order, so that none is rendered but those of the page. */
function inOnePass(frame: Frame, plan: ListPlan): Parts {
  const page = compilePage(frame, plan, [sql(compileBody(frame, plan.output), ' AS "body"')]);
  return { with: page.with, rows: sql('(', page.rows, ') b'), body: sql('b."body"'), beside: [] };
}

/** The rows of the page are found by their keys alone, so that nothing else is sorted, and weighed where they expand others. */
function keysFirst(frame: Frame, plan: ListPlan): Parts {
  const { row } = frame;
  const keys = plan.page.kind === 'keyset' ? keysetKeys(frame, plan) : null;
  const page = compilePage(frame, plan, [row.column('account_id'), row.column('id'), ...(keys?.columns ?? [])]);
  const isShown = sql('p."n" <= ', parameter('limit', 'integer'));
  const weighing = expands(plan.output)
    ? weighExpansions(frame, plan.output, sql('(SELECT p."account_id", p."id" FROM p WHERE ', isShown, ') p'))
    : null;
  const isWanted = weighing === null ? isShown : sql(isShown, ' AND ', weighing.fits);
  const rows = sql('(SELECT p."account_id", p."id" FROM p WHERE ', isWanted, ' ORDER BY ', inOrder(plan), ') p');
  const isRow = sql(row.column('account_id'), ' = p."account_id" AND ', row.column('id'), ' = p."id"');
  const table = recordsOf(plan.collection);
  const body = sql('(SELECT ', compileBody(frame, plan.output), ` FROM ${table} WHERE `, isRow, ')');
  return {
    // The place in fetch order is numbered outside the limit so that no engine reads on to number every row.
    with: [
      ...page.with,
      sql('p AS MATERIALIZED (SELECT f.*, row_number() OVER () AS "n" FROM (', page.rows, ') f)'),
      ...(weighing?.with ?? []),
    ],
    rows,
    body,
    beside: [...(weighing?.columns ?? []), ...(keys === null ? [] : [sql(keys.list, ' AS "keys"')])],
  };
}

/** The values that a row is ordered by, as columns k0, k1, …, and the list of those of every row in presentation order. */
function keysetKeys(frame: Frame, plan: ListPlan): { columns: SqlFragment[]; list: SqlFragment } {
  const { dialect } = frame;
  const terms = compileOrder(frame, plan.order, isBackwards(plan));
  const columns = terms.map(({ expression }, index) => sql(expression, ` AS "k${index}"`));
  const texts = terms.map(({ operand }, index) => dialect.jsonElement(operand.type, sql(`p."k${index}"`)));
  const text = sql(`concat('[', `, joinSql(texts, `, ',', `), `, ']')`);
  return { columns, list: dialect.textList(text, sql(' FROM p'), inOrder(plan)) };
}

function inOrder(plan: ListPlan): SqlFragment {
  return sql(isBackwards(plan) ? 'p."n" DESC' : 'p."n"');
}

/** No engine has a reason to take another way than that of the ids, and to sort then. */
function comesInOrder(plan: ListPlan): boolean {
  if (plan.reach === 'all' || !isById(plan) || rowsRead(plan.where).others) return false;
  return isTrue(plan.where) || chooseIndex(plan) !== null || !namesIndexed(plan);
}
