/** A condition that holds for every row and every caller, so that it need not be evaluated. */
import type { Condition } from './condition';

export function isTrue(condition: Condition): boolean {
  return condition.kind === 'constant' && condition.value;
}

/** No row meets it. */
export function isNever(condition: Condition): boolean {
  return condition.kind === 'constant' && !condition.value;
}
