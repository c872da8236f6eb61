/**
 * Updates. Every row brings what it sets, and what its rule asks of the request, in one JSON element, so that a batch is one
 * statement. The rule stands in the statement twice, for the row as it is and for the row as it will be, so that nobody can
 * write a row out of their own reach and no check is made against a row that has changed since.
 */
import type { UpdatePlan } from '#domain/query/record-plan';
import { isTrue } from '#domain/rules/is-true';
import type { Field } from '#domain/schema/collection';
import { linkedFields, storageKind, storageOf } from '#domain/schema/field-storage';
import { compileCondition, conditionTerms } from './compile-condition';
import { compileBodyIf, needsOtherTables } from './compile-output';
import type { Dialect } from './dialect/dialect';
import type { Frame } from './frame';
import { identifier } from './identifier';
import { inReach } from './in-reach';
import { readFrame } from './read-frame';
import { renderStatement } from './render-statement';
import { type RowStatement, RowSlots } from './row-slots';
import { type RowSource, storedRow } from './row-source';
import { writtenColumns } from './written-columns';
import { type Slot, type SqlFragment, type Statement, joinColumns, joinSql, parameter, sql } from './sql-fragment';

export interface UpdateStatement extends Statement, RowStatement {
  /** As InsertStatement.rendersLater. */
  readonly rendersLater: boolean;
}

/**
 * Parameters: updated_at, updated_by, account (unless the plan spans accounts) and `rows`, a JSON list of elements made by
 * rowJson() from sources whose `parameters` give account_id and id, and whose `stored` gives the values of plan.sets.
 * Returns id, rev, body of the rows that were changed; why the others were not, compileProbe() tells.
 */
export function compileUpdate(plan: UpdatePlan, dialect: Dialect): UpdateStatement {
  const table = plan.collection.table;
  const slots = new RowSlots();
  const old = storedRow(table);
  const [account, id] = ['account_id', 'id'].map((name) => slots.add({ from: 'parameter', type: 'text', name }));
  // The reach is asked of the element, which names the row's account: asked of the row, it would have SQLite walk through
  // the account's rows and read the whole list for each of them.
  const reach = plan.reach === 'all' ? [] : [sql(account!, ' = ', parameter('account', 'text'))];
  const isRow = [sql(old.column('account_id'), ' = ', account!), sql(old.column('id'), ' = ', id!)];
  const assigned = assignments(plan.sets, (slot) => slots.add(slot));
  // A view rule over links must be checked against the links that this update is about to write.
  const rendersLater = needsOtherTables(plan.output) || linkedFields(plan.sets).length > 0;
  const rules = ruleConditions(plan, dialect, old, assigned).map((condition) => slots.inRow(condition));
  const sets = [...assigned].map(([column, value]) => sql(`${identifier(column)} = `, value));
  const body = rendersLater ? sql('NULL') : compileBodyIf(readFrame(dialect, old), plan.output, plan.shownIf);
  const statement = renderStatement(
    dialect,
    sql(
      `UPDATE ${identifier(table)} SET `,
      joinColumns([...sets, sql('"_rev" = ', old.column('_rev'), ' + 1')], ', '),
      ' FROM (',
      dialect.jsonRows(parameter('rows', 'json'), slots.columns()),
      ') n WHERE ',
      joinSql([...reach, ...isRow, ...rules], ' AND '),
      ' RETURNING ',
      old.column('id'),
      ', ',
      old.column('_rev'),
      ' AS "rev", ',
      body,
      ' AS "body"',
    ),
  );
  return { ...statement, rowSlots: slots.list, numberMembers: dialect.numberMembers, rendersLater };
}

/**
 * The same values for many rows, and none of them for links. Parameters: updated_at, updated_by, account, and `ids`, a JSON list;
 * `stored` gives the values of plan.sets. Returns the ids of the rows that were changed.
 */
export function compileUpdateAll(plan: UpdatePlan, dialect: Dialect): Statement {
  const table = plan.collection.table;
  const old = storedRow(table);
  const assigned = assignments(plan.sets, sql);
  const rules = ruleConditions(plan, dialect, old, assigned);
  const sets = [...assigned].map(([column, value]) => sql(`${identifier(column)} = `, value));
  const ids = dialect.eachText(parameter('ids', 'json'), 'n');
  const isRow = [
    sql(old.column('account_id'), ' = ', parameter('account', 'text')),
    sql(old.column('id'), ' IN (SELECT n."value" FROM ', ids, ')'),
  ];
  return renderStatement(
    dialect,
    sql(
      `UPDATE ${identifier(table)} SET `,
      joinColumns([...sets, sql('"_rev" = ', old.column('_rev'), ' + 1')], ', '),
      ' WHERE ',
      joinSql([...isRow, ...rules], ' AND '),
      ' RETURNING ',
      old.column('id'),
    ),
  );
}

/**
 * Why an update left a row out. Parameters: id, updated_at, updated_by, account (unless the plan spans accounts); `stored`
 * as for compileUpdate(). Returns account_id of the row if it is there and the rule holds for it as it is: then the rule does
 * not hold for the new row. No row: it is not there for this caller.
 */
export function compileProbe(plan: UpdatePlan, dialect: Dialect): Statement {
  const old = storedRow(plan.collection.table);
  const frame: Frame = { ...readFrame(dialect, old), changed: storedChange(plan.sets, dialect, old) };
  const isRow = sql(old.column('id'), ' = ', parameter('id', 'text'));
  const conditions = [...inReach(old, plan.reach), isRow, ...conditionTerms(frame, plan.rule)];
  return renderStatement(
    dialect,
    sql(`SELECT "account_id" FROM ${identifier(plan.collection.table)} WHERE `, joinSql(conditions, ' AND ')),
  );
}

/** What the update writes, by column; lists kept in junction tables are written by statements of their own. */
function assignments(sets: readonly Field[], asSql: (slot: Slot) => SqlFragment): ReadonlyMap<string, SqlFragment> {
  const assigned = new Map<string, SqlFragment>([
    ['updated_at', parameter('updated_at', 'datetime')],
    ['updated_by', parameter('updated_by', 'text')],
  ]);
  for (const [column, value] of writtenColumns(sets, asSql)) assigned.set(column, value);
  return assigned;
}

function ruleConditions(
  plan: UpdatePlan,
  dialect: Dialect,
  old: RowSource,
  assigned: ReadonlyMap<string, SqlFragment>,
): SqlFragment[] {
  if (isTrue(plan.rule)) return [];
  const changed = changedIn(plan.sets, dialect, old, assigned);
  const before = compileCondition({ ...readFrame(dialect, old), changed }, plan.rule);
  const updated = new UpdatedRow(old, assigned, plan.sets);
  const after = compileCondition({ ...readFrame(dialect, updated), changed }, plan.rule);
  return updated.differs ? [before, after] : [before];
}

/** The row as the update will leave it. */
class UpdatedRow implements RowSource {
  readonly isStored = false;
  /** The condition compiled against this row asked for something that the update writes. */
  differs = false;

  constructor(
    private readonly old: RowSource,
    private readonly assigned: ReadonlyMap<string, SqlFragment>,
    private readonly sets: readonly Field[],
  ) {}

  column(name: string): SqlFragment {
    const value = this.assigned.get(name);
    if (!value) return this.old.column(name);
    this.differs = true;
    return value;
  }

  pendingTargets(field: Field): SqlFragment | null {
    if (!this.sets.includes(field)) return null;
    this.differs = true;
    return sql({ from: 'stored', type: 'json', field });
  }
}

/** What changed(x) means of a stored row; `stored` of the statement gives the values of `sets`. */
export function storedChange(sets: readonly Field[], dialect: Dialect, row: RowSource): Frame['changed'] {
  return changedIn(sets, dialect, row, assignments(sets, sql));
}

/** changed(x) says the same of both rows: does the write give the field another value than it has? */
function changedIn(
  sets: readonly Field[],
  dialect: Dialect,
  old: RowSource,
  assigned: ReadonlyMap<string, SqlFragment>,
): Frame['changed'] {
  return (field) => {
    const set = sets.find(({ id }) => id === field.id);
    if (!set) return sql('FALSE');
    if (storageOf(set) === 'column') {
      return dialect.isDistinct(storageKind(set), old.column(set.column), assigned.get(set.column)!);
    }
    const link = storedRow('l');
    const from = sql(
      ` FROM ${identifier(set.column)} AS "l" WHERE `,
      sql(link.column('account_id'), ' = ', old.column('account_id'), ' AND '),
      sql(link.column('record_id'), ' = ', old.column('id')),
    );
    const stored = dialect.textList(
      dialect.jsonElement('text', link.column('target_id')),
      from,
      link.column('position'),
    );
    const list = dialect.jsonText(sql({ from: 'stored', type: 'json', field: set }));
    const written = sql('COALESCE(', list, `, '[]')`);
    return dialect.isDistinct('text', stored, written);
  };
}
