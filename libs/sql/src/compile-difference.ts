/** What changed records add to a total whose condition follows relations: asked of them as they were, and as they are. */
import { conditionTerms } from './compile-condition';
import type { ListPlan } from '#domain/query/record-plan';
import { type Collection, type Field, SYSTEM_COLUMNS, type SystemColumn } from '#domain/schema/collection';
import { columnFields, storageKind } from '#domain/schema/field-storage';
import { versionsOf } from './compile-totals';
import type { Dialect } from './dialect/dialect';
import { readFrame } from './read-frame';
import { renderStatement } from './render-statement';
import type { RowSource } from './row-source';
import { type RowStatement, RowSlots } from './row-slots';
import { type SqlFragment, type Statement, joinSql, parameter, sql } from './sql-fragment';

export interface DifferenceStatement extends Statement, RowStatement {}

/**
 * Parameters: account and `rows`, a JSON list of elements made by rowJson() from sources whose `parameters` give the system
 * columns and sign (1: the record is there now, -1: it was before), and whose `stored` gives the other values. Row: difference,
 * versions.
 */
export function compileDifference(plan: ListPlan, dialect: Dialect): DifferenceStatement {
  const slots = new RowSlots();
  const sign = slots.add({ from: 'parameter', type: 'integer', name: 'sign' });
  const frame = readFrame(dialect, sentRow(plan.collection, slots));
  const where = joinSql(conditionTerms(frame, plan.where), ' AND ');
  const sum = sql('COALESCE(SUM(', sign, '), 0)');
  const rows = dialect.jsonRows(parameter('rows', 'json'), slots.columns());
  const versions = sql(versionsOf(plan), ' AS "versions"');
  const counted = sql('(SELECT ', sum, ' FROM (', rows, ') n WHERE ', where, ') AS "difference", ');
  const statement = renderStatement(dialect, sql('SELECT ', counted, versions));
  return { ...statement, rowSlots: slots.list, numberMembers: dialect.numberMembers };
}

/** Brings along what the condition asks of it. */
function sentRow({ fields }: Collection, slots: RowSlots): RowSource {
  const columns = new Map<string, SqlFragment>();
  const once = (key: string, make: () => SqlFragment): SqlFragment => {
    const known = columns.get(key) ?? make();
    columns.set(key, known);
    return known;
  };
  const byColumn = new Map(columnFields(fields).map((field) => [field.column, field]));
  return {
    isStored: false,
    column: (name) =>
      once(name, () => {
        const field = byColumn.get(name);
        if (field !== undefined) return slots.add({ from: 'stored', type: storageKind(field), field });
        return slots.add({ from: 'parameter', type: SYSTEM_COLUMNS[name as SystemColumn], name });
      }),
    pendingTargets: (field: Field) => once(field.id, () => slots.add({ from: 'stored', type: 'json', field })),
  };
}
