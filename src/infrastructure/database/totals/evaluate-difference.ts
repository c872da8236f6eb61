import type { RecordChange } from '#domain/records/record-change';
import { evaluateCondition } from '#domain/rules/evaluate';
import type { Relations } from '#domain/rules/evaluation';
import type { Budget } from './budget';
import type { CarriedTotal, Difference } from './carried-total';
import { imagesOf } from './images';

const NO_RELATIONS: Relations = { find: () => undefined };

/** Of a total that depends on the records alone; null: to find out takes too long. */
export function evaluateDifference(
  { plan, carried, request }: CarriedTotal,
  changes: readonly RecordChange[],
  budget: Budget,
): Difference | null {
  let by = 0;
  for (const change of changes) {
    for (const { record, sign } of imagesOf(change, carried)) {
      if (!budget.spend()) return null;
      const holds = evaluateCondition(plan.where, { row: record, values: request, relations: NO_RELATIONS });
      if (holds === true) by += sign;
    }
  }
  return { by, others: null };
}
