/**
 * Inserts. Every row brings everything that differs from row to row in one JSON element (columns, and the values its create
 * rule asks for), so that one create, a batch, and creates of different callers that share a commit are one statement.
 */
import type { CreatePlan } from '#domain/query/record-plan';
import { type Field, SYSTEM_COLUMNS } from '#domain/schema/collection';
import { linkedFields, storageOf } from '#domain/schema/field-storage';
import { compileCondition } from './compile-condition';
import { compileBody, needsOtherTables } from './compile-output';
import type { Dialect } from './dialect/dialect';
import type { Frame } from './frame';
import { identifier } from './identifier';
import { readFrame } from './read-frame';
import { renderStatement } from './render-statement';
import { type RowSource, storedRow } from './row-source';
import { type RowStatement, RowSlots } from './row-slots';
import { writtenColumns } from './written-columns';
import { type SqlFragment, type Statement, joinColumns, parameter, sql } from './sql-fragment';

const REVISION_OF_NEW_ROWS = 1;

/**
 * Its rows are made from sources whose `parameters` give the system columns (id, account_id, created_at, …) and whose
 * `stored` gives the validated record with its defaults.
 */
export interface InsertStatement extends Statement, RowStatement {
  /** The body must be rendered by compileRender() once the junction rows are written; the statement's own is null. */
  readonly rendersLater: boolean;
}

/**
 * Parameter `rows`: JSON text, a list of elements made by rowJson(); elements of different requests may be mixed when
 * their statements have equal texts. Writes the rows for which the create rule holds and returns those: id, rev, body.
 */
export function compileInsert(plan: CreatePlan, dialect: Dialect): InsertStatement {
  const slots = new RowSlots();
  const columns = new Map<string, SqlFragment>();
  for (const [name, type] of Object.entries(SYSTEM_COLUMNS)) {
    columns.set(name, slots.add({ from: 'parameter', type, name }));
  }
  const written = writtenColumns(plan.collection.fields, (slot) => slots.add(slot));
  for (const [column, value] of written) columns.set(column, value);
  const rule = compileRule(plan, dialect, columns, slots);

  const names = [...columns.keys(), '_rev'].map(identifier).join(', ');
  const values = [...columns.values(), sql(`${REVISION_OF_NEW_ROWS}`)];
  const rows = dialect.jsonRows(parameter('rows', 'json'), slots.columns());
  const rendersLater = needsOtherTables(plan.output);
  const body = rendersLater
    ? sql('NULL')
    : compileBody(readFrame(dialect, storedRow(plan.collection.table)), plan.output);
  const statement = renderStatement(
    dialect,
    sql(
      `INSERT INTO ${identifier(plan.collection.table)} (${names}) SELECT `,
      joinColumns(values, ', '),
      ' FROM (',
      rows,
      ') n WHERE ',
      rule,
      ' RETURNING "id", "_rev" AS "rev", ',
      body,
      ' AS "body"',
    ),
  );
  return { ...statement, rowSlots: slots.list, numberMembers: dialect.numberMembers, rendersLater };
}

function compileRule(
  plan: CreatePlan,
  dialect: Dialect,
  columns: ReadonlyMap<string, SqlFragment>,
  slots: RowSlots,
): SqlFragment {
  if (plan.rule.kind === 'constant') return sql(plan.rule.value ? 'TRUE' : 'FALSE');
  const lists = new Map<string, SqlFragment>();
  for (const field of linkedFields(plan.collection.fields)) {
    lists.set(field.id, slots.add({ from: 'stored', type: 'json', field }));
  }
  const row: RowSource = {
    isStored: false,
    column: (name) => columns.get(name)!,
    pendingTargets: (field) => lists.get(field.id) ?? null,
  };
  const frame: Frame = {
    ...readFrame(dialect, row),
    changed: (field: Field) => {
      if (storageOf(field) === 'column') return sql('(', row.column(field.column), ' IS NOT NULL)');
      return sql('(COALESCE(', dialect.jsonLength(row.pendingTargets(field)!), ', 0) > 0)');
    },
  };
  return slots.inRow(compileCondition(frame, plan.rule));
}
