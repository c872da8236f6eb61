/**
 * A count that many records meet. What a condition on a relation is met by is listed, and an index of the records searched
 * for each of them, which costs less than to compare every record's relation with all of them.
 */
import type { ListPlan } from '#domain/query/record-plan';
import type { Condition, Operand } from '#domain/rules/condition';
import { withInnerNegations } from '#domain/rules/inner-negations';
import type { Collection } from '#domain/schema/collection';
import { storageOf } from '#domain/schema/field-storage';
import { conjuncts } from './choose-index';
import { isSingle } from './compile-comparison';
import { conditionTerms } from './compile-condition';
import { type Frame, following } from './frame';
import type { SqlFragment } from './sql-fragment';

/** Terms of WHERE, of which one is listed: of several, one index would be searched, and the other lists compared. null: none can be. */
export function listedTerms(frame: Frame, plan: ListPlan): readonly SqlFragment[] | null {
  if (frame.dialect.amongListed === null || plan.reach === 'all') return null;
  const conditions = conjuncts(withInnerNegations(plan.where));
  const listed = conditions.find((condition) => isOfOneTarget(condition, plan.collection));
  if (listed === undefined) return null;
  return conditions.flatMap((condition) => {
    const way = condition === listed ? 'listed' : 'known';
    return conditionTerms(following(frame, plan.reach, way), condition);
  });
}

/** Of a value behind a single reference to another collection, and of nothing else that the records have. */
function isOfOneTarget(condition: Condition, own: Collection): boolean {
  const isBehindOne = (operand: Operand): boolean => {
    if (operand.kind !== 'column' || operand.many) return false;
    const [first] = operand.path;
    if (first === undefined || storageOf(first.field) !== 'column') return false;
    return first.target !== null && first.target.id !== own.id;
  };
  switch (condition.kind) {
    case 'compare': {
      const { left, right } = condition;
      return (isBehindOne(left) && isSingle(right)) || (isBehindOne(right) && isSingle(left));
    }
    case 'like':
      return isBehindOne(condition.left);
    case 'in':
      return isBehindOne(condition.left) && condition.items.every(isSingle);
    default:
      return false;
  }
}
