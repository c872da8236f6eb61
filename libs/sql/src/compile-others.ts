/**
 * How many records meet `author.name != "x"`: all of them, less those whose author is called so, and less those that have no
 * author, or one without a name. Where few are called so, that costs a fraction of counting all the others.
 */
import type { ListPlan } from '#domain/query/record-plan';
import type { ColumnOperand, Operand } from '#domain/rules/condition';
import { withInnerNegations } from '#domain/rules/inner-negations';
import { isTrue } from '#domain/rules/is-true';
import { storageOf } from '#domain/schema/field-storage';
import { conjuncts } from './choose-index';
import { compileOperand } from './compile-operand';
import { type ValueTest, anyValueOf } from './compile-path-test';
import { keptRecords } from './compile-totals';
import { type Frame, following } from './frame';
import { inReach } from './in-reach';
import { recordsOf } from './row-source';
import { type SqlFragment, joinSql, sql } from './sql-fragment';

/** null: the condition is another one. */
export function countOthers(frame: Frame, plan: ListPlan): SqlFragment | null {
  const [condition, ...more] = conjuncts(withInnerNegations(plan.where));
  if (condition?.kind !== 'compare' || condition.op !== '!=' || more.length > 0) return null;
  const { left, right } = condition;
  const [behind, value] = left.kind === 'column' ? [left, right] : [right, left];
  if (!isBehindOne(behind) || !isGiven(value)) return null;
  const joined: Frame = { ...following(frame, plan.reach, 'joined'), asks: 'truth' };
  const isSame = (end: SqlFragment): SqlFragment =>
    frame.dialect.compare('=', behind.type, end, compileOperand(joined, value, []));
  const isLeftOut = isRequired(behind) ? isSame : (end: SqlFragment) => sql('(', isSame(end), ' OR ', isNull(end), ')');
  const leftOut = [
    ...referencesOf(behind).map((reference) => anyValueOf(joined, reference, testOf(isNull))),
    anyValueOf(joined, behind, testOf(isLeftOut)),
  ];
  const counts = leftOut.map((term) => {
    const where = joinSql([...inReach(frame.row, plan.reach), term], ' AND ');
    return sql(' - (SELECT count(*) FROM ', recordsOf(plan.collection), ' WHERE ', where, ')');
  });
  return sql('(', keptRecords(plan), ...counts, ')');
}

function testOf(of: ValueTest['of']): ValueTest {
  return { outer: false, equals: null, of };
}

function isNull(value: SqlFragment): SqlFragment {
  return sql(value, ' IS NULL');
}

/** A value in a column of its own, behind single references of which none hides a record. */
function isBehindOne(operand: Operand): operand is ColumnOperand {
  if (operand.kind !== 'column' || operand.path.length === 0 || operand.many) return false;
  if (operand.inside !== undefined || operand.of !== undefined || operand.leadsNowhere) return false;
  return operand.path.every(
    ({ field, back, target, visibleIf }) =>
      !back && target !== null && storageOf(field) === 'column' && (visibleIf === null || isTrue(visibleIf)),
  );
}

/** Never null, which is not other than anything. */
function isGiven(operand: Operand): boolean {
  return operand.kind === 'given' || (operand.kind === 'literal' && operand.value !== null);
}

/** Those on the way that can be missing. */
function referencesOf({ path, ...rest }: ColumnOperand): readonly ColumnOperand[] {
  const references = path.map(({ field }, index) => ({ ...rest, path: path.slice(0, index), column: field }));
  return references.filter((reference) => !isRequired(reference));
}

function isRequired({ column }: ColumnOperand): boolean {
  return typeof column === 'string' || column.required;
}
