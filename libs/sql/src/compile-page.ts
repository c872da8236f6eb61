/**
 * The rows of a page. How many rows meet a condition is not known before they are looked for: where many do, the first page is
 * found at once by walking an index in the list's order; where few do, it is cheaper to look for all of them and to sort them.
 * So a short walk comes first, and only where it does not find enough are they looked for in another way.
 */
import type { ListPlan } from '#domain/query/record-plan';
import { rowsRead } from '#domain/query/rows-read';
import { chooseIndex } from './choose-index';
import { compileCondition, conditionTerms } from './compile-condition';
import { afterPosition, compileOrder, orderBy } from './compile-order';
import { type Frame, type RelationWay, following } from './frame';
import { identifier } from './identifier';
import { inReach } from './in-reach';
import { chooseWay, isLong } from './relation-way';
import { RECORD, asRecords, recordsOf } from './row-source';
import { type SqlFragment, joinSql, parameter, sql } from './sql-fragment';
import { isInIndexOrder, walks } from './walks-index';

/** Rows that the walk looks at in any case, and for each that is asked for. */
const WALKED = 1000;
const WALKED_PER_ROW = 4;
/** A step of a path is a search in an index; it takes as long as reading at least so many rows in order. */
const ROWS_PER_STEP = 3;

export interface PageRows {
  /** Common table expressions. */
  readonly with: readonly SqlFragment[];
  /** SELECT of the page's rows in fetch order, and of one more where the page is a keyset's. */
  readonly rows: SqlFragment;
}

/** `columns` are of the row's table, aliased as the frame's row is. */
export function compilePage(frame: Frame, plan: ListPlan, columns: readonly SqlFragment[]): PageRows {
  const choice = chooseWay(frame, plan);
  if (choice === null) {
    if (!frame.dialect.guessesRows || !walks(plan) || isLong(frame, plan))
      return { with: [], rows: search(frame, plan, columns, null) };
    return inTwoSteps(walk(frame, plan, columns, null), [search(frame, plan, columns, isShort(plan))]);
  }
  const isWay = (way: RelationWay): SqlFragment => sql(`(SELECT v."way" FROM v) = '${way}'`);
  const others = (['known', 'each'] as const).map((way) =>
    search(following(frame, plan.reach, way), plan, columns, isWay(way)),
  );
  const joined = following(frame, plan.reach, 'joined');
  const ways = sql('v AS MATERIALIZED (', choice, ')');
  if (!walks(plan)) {
    return { with: [ways], rows: union([search(joined, plan, columns, isWay('joined')), ...others]) };
  }
  const rest = search(joined, plan, columns, sql(isWay('joined'), ' AND ', isShort(plan)));
  const page = inTwoSteps(walk(frame, plan, columns, isWay('joined')), [rest, ...others]);
  return { with: [ways, ...page.with], rows: page.rows };

  function inTwoSteps(walked: SqlFragment, searches: readonly SqlFragment[]): PageRows {
    const found = sql('SELECT * FROM w WHERE NOT ', isShort(plan));
    return { with: [sql('w AS MATERIALIZED (', walked, ')')], rows: union([found, ...searches]) };
  }
}

/** Of rows of which all but one SELECT have none. */
function union(rows: readonly SqlFragment[]): SqlFragment {
  const selects = rows.map((one, index) => sql('SELECT * FROM (', one, `) e${index}`));
  return joinSql(selects, ' UNION ALL ');
}

/** The walk has not filled the page. */
function isShort(plan: ListPlan): SqlFragment {
  return sql('((SELECT count(*) FROM w) < ', wanted(plan), ')');
}

export function isBackwards({ page: asked }: ListPlan): boolean {
  return asked.kind === 'keyset' && asked.direction === 'before';
}

/**
 * The first rows in order are cut out before the condition is asked, so that the engine has nothing to guess. `onlyIf` as for
 * search().
 */
function walk(frame: Frame, plan: ListPlan, columns: readonly SqlFragment[], onlyIf: SqlFragment | null): SqlFragment {
  const order = sql(' ORDER BY ', orderBy(frame, compileOrder(frame, plan.order, isBackwards(plan))));
  const where = joinSql([...inReach(frame.row, plan.reach), ...position(frame, plan)], ' AND ');
  // Of a limit that it knows, PostgreSQL would think that it comes close to all rows of a table not yet analysed.
  const rowsInAnyCase = Math.ceil(WALKED / (1 + ROWS_PER_STEP * rowsRead(plan.where).steps));
  const most = sql(`(SELECT ${rowsInAnyCase} + ${WALKED_PER_ROW} * (`, reached(plan), '))');
  const first = limitIf(onlyIf, most);
  const found = divided(frame, plan, [], first) ?? sql(recordsOf(plan.collection), ' WHERE ', where);
  const cut = sql('SELECT * FROM ', found, order, ' LIMIT ', first);
  // As a value, the condition is asked row by row, and only its relations' keys are looked up.
  const isMet = sql('(', compileCondition(frame, plan.where), ' IS TRUE)');
  const inOrder = frame.dialect.keepsSubqueryOrder ? '' : order;
  const rows = sql(asRecords(cut), ' WHERE ', isMet, inOrder, limit(plan, null));
  return sql('SELECT ', joinSql(columns, ', '), ' FROM ', rows);
}

/** `onlyIf`: a condition on other tables than the list's; where it does not hold, nothing is looked for. */
function search(
  frame: Frame,
  plan: ListPlan,
  columns: readonly SqlFragment[],
  onlyIf: SqlFragment | null,
): SqlFragment {
  const conditions = conditionTerms(frame, plan.where);
  const where = [...inReach(frame.row, plan.reach), ...position(frame, plan), ...conditions];
  const met = where.length === 0 ? sql('') : sql(' WHERE ', joinSql(where, ' AND '));
  const rows = sql(' FROM ', recordsOf(plan.collection), indexHint(frame, plan), met);
  const shown = joinSql(columns, ', ');
  const terms = compileOrder(frame, plan.order, isBackwards(plan));
  const end = limit(plan, onlyIf);
  if (frame.follows.way === 'each') {
    const parts = divided(frame, plan, conditions, limitIf(onlyIf, wanted(plan)));
    const found = parts === null ? rows : sql(' FROM ', parts);
    return sql('SELECT ', shown, found, ' ORDER BY ', orderBy(frame, terms), end);
  }
  const sorts = terms.map(({ operand: { type }, ...term }) => ({ ...term, type }));
  return frame.dialect.sortedWhenFound(shown, RECORD, rows, sorts, end);
}

function position(frame: Frame, { page, order }: ListPlan): readonly SqlFragment[] {
  if (page.kind !== 'keyset' || page.nulls === null) return [];
  return [afterPosition(frame, compileOrder(frame, order, page.direction === 'before'), page.nulls)];
}

/**
 * FROM item. Downwards from a value on, what is null comes last, and no engine takes the two for one range of an index: it would
 * pass over all that comes before the value. So what has values is looked for first, and what has none where that is too little.
 */
function divided(
  frame: Frame,
  plan: ListPlan,
  conditions: readonly SqlFragment[],
  rows: SqlFragment,
): SqlFragment | null {
  const { page } = plan;
  if (page.kind !== 'keyset' || page.nulls?.[0] !== false || plan.reach === 'all') return null;
  if (!isInIndexOrder(plan) || isLong(frame, plan)) return null;
  const [first, ...others] = compileOrder(frame, plan.order, isBackwards(plan));
  if (!first!.descending || !first!.nullable) return null;
  const order = sql(' ORDER BY ', orderBy(frame, [first!, ...others]));
  const part = (range: SqlFragment, most: SqlFragment): SqlFragment => {
    const where = joinSql([...inReach(frame.row, plan.reach), range, ...conditions], ' AND ');
    return sql('SELECT * FROM ', recordsOf(plan.collection), ' WHERE ', where, order, ' LIMIT ', most);
  };
  const withValue = part(afterPosition(frame, [{ ...first!, nullable: false }, ...others], page.nulls), rows);
  const tooFew = sql('(SELECT count(*) FROM d) < ', rows);
  const without = part(
    sql('(', first!.expression, ' IS NULL)'),
    sql('CASE WHEN ', tooFew, ' THEN ', rows, ' ELSE 0 END'),
  );
  return asRecords(
    sql('WITH d AS MATERIALIZED (', withValue, ') SELECT * FROM d UNION ALL SELECT * FROM (', without, ') e'),
  );
}

function limit(plan: ListPlan, onlyIf: SqlFragment | null): SqlFragment {
  const rows = sql(' LIMIT ', limitIf(onlyIf, wanted(plan)));
  return plan.page.kind === 'keyset' ? rows : sql(rows, ' OFFSET ', parameter('skip', 'integer'));
}

/** No engine looks for rows of which none is wanted; a condition in WHERE, SQLite would ask of each that it finds. */
function limitIf(onlyIf: SqlFragment | null, rows: SqlFragment): SqlFragment {
  return onlyIf === null ? rows : sql('CASE WHEN ', onlyIf, ' THEN ', rows, ' ELSE 0 END');
}

/** How many rows make the page full. */
function wanted({ page }: ListPlan): SqlFragment {
  return parameter(page.kind === 'keyset' ? 'fetch' : 'limit', 'integer');
}

/** How many rows have been met when it is full. */
function reached(plan: ListPlan): SqlFragment {
  return plan.page.kind === 'keyset' ? wanted(plan) : sql(wanted(plan), ' + ', parameter('skip', 'integer'));
}

function indexHint({ dialect }: Frame, plan: ListPlan): string {
  const index = chooseIndex(plan);
  return index === null ? '' : dialect.indexHint(identifier(index));
}
