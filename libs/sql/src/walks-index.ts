import type { ListPlan } from '#domain/query/record-plan';
import { isTrue } from '#domain/rules/is-true';
import { physicalIndexes } from '#domain/schema/physical-indexes';
import { chooseIndex, isById } from './choose-index';
import { indexKey } from './index-key';

/** Whether there is an index in the list's order, and a condition that no other index answers. */
export function walks(plan: ListPlan): boolean {
  return plan.reach !== 'all' && !isTrue(plan.where) && chooseIndex(plan) === null && isInIndexOrder(plan);
}

/** There is an index in the list's order. */
export function isInIndexOrder(plan: ListPlan): boolean {
  if (isById(plan)) return true;
  const columns = plan.order.slice(0, -1).map(({ operand }) => indexKey(operand));
  const isOneWay = plan.order.every(({ descending }) => descending === plan.order[0]!.descending);
  const isServing = (index: readonly string[]): boolean =>
    index.length === columns.length && index.every((column, at) => column === columns[at]);
  return isOneWay && physicalIndexes(plan.collection).some((index) => isServing(index.columns));
}
