/** Decides, before a statement runs, what of a condition does not depend on the row. */
import type { Condition, RequestValues } from './condition';
import { evaluateCondition } from './evaluate';
import type { Relations } from './evaluation';

const NO_RELATIONS: Relations = { find: () => undefined };

/** null: unknown, because it depends on the row (every column is unknown, even to IS NULL). */
export function decide(condition: Condition, values: RequestValues): boolean | null {
  return evaluateCondition(condition, { row: null, values, relations: NO_RELATIONS });
}

/** Whether the condition can be true of any row, with any body, for this caller at this time. */
export function mayBeTrue(condition: Condition, values: RequestValues): boolean {
  return evaluateCondition(condition, { row: null, values, relations: NO_RELATIONS, bodyKnown: false }) !== false;
}
