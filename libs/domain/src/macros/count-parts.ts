/** How large a condition or a value has become by what macros put into it. */
import { type Part, partsOf } from '#domain/rules/map-parts';

/** Of SQL, a SELECT takes as much as so many other parts. */
const SELECT_PARTS = 25;

export function hasMoreParts(part: Part, most: number): boolean {
  return leftOf(part, most) < 0;
}

/** What is left of `most`; below 0 as soon as there are more. */
function leftOf(part: Part, most: number): number {
  let left = most - sizeOf(part);
  // One value, which is known before the statement runs.
  if (part.kind === 'has_permission') return left;
  for (const inner of partsOf(part)) {
    if (left < 0) return left;
    left = leftOf(inner, left);
  }
  return left;
}

/** Lists of literals have a limit of their own. */
function sizeOf({ kind }: Part): number {
  if (kind === 'literal') return 0;
  return kind === 'select' || kind === 'exists' || kind === 'among' ? SELECT_PARTS : 1;
}
